import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/command-line';
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
    private engine: JavaEngine | null,
  ) {}

  static async start(): Promise<LocalMongo> {
    const local = new LocalMongo(mkdtempSync(join(tmpdir(), 'kvitok-mongo-')), await freePort(), null);
    await local.startAgain();
    return local;
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}`;
  }

  /** Ends the server as a power cut does; what it kept is gone. */
  async kill(): Promise<void> {
    await this.engine?.stop('SIGKILL');
    this.engine = null;
  }

  /** Starts the server at the address where it was, with nothing in it. */
  async startAgain(): Promise<void> {
    this.engine ??= await JavaEngine.start({
      mainClass: join(ROOT, 'test', 'engines', 'MongoStandIn.java'),
      arguments: [String(this.port)],
      port: this.port,
      logFile: join(this.folder, 'mongo.log'),
      memoryMegabytes: MEMORY_MEGABYTES,
    });
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
