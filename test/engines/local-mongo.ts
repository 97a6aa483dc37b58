import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, JavaEngine } from './java-engine';

const MEMORY_MEGABYTES = 1_024;

/**
 * A server on this machine that speaks the protocol of MongoDB and keeps everything in memory. It stands in for
 * MongoDB where there is none; it has no transactions, which no read model needs.
 */
export class LocalMongo {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly engine: JavaEngine,
  ) {}

  static async start(): Promise<LocalMongo> {
    const folder = mkdtempSync(join(tmpdir(), 'kvitok-mongo-'));
    const port = await freePort();
    const engine = await JavaEngine.start({
      mainClass: join(__dirname, 'MongoStandIn.java'),
      arguments: [String(port)],
      port,
      logFile: join(folder, 'mongo.log'),
      memoryMegabytes: MEMORY_MEGABYTES,
    });
    return new LocalMongo(folder, port, engine);
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}`;
  }

  async remove(): Promise<void> {
    await this.engine.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
