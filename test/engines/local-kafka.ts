import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, javaArguments, JavaEngine } from './java-engine';

const MEMORY_MEGABYTES = 512;
/** Any name will do for a cluster of one; Kafka wants 16 bytes in base 64. */
const CLUSTER_ID = 'a3ZpdG9rLXRlc3RzLTAwMQ';

/** Apache Kafka on this machine: one process that is broker and controller, with a folder of its own. */
export class LocalKafka {
  private engine: JavaEngine | null = null;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<LocalKafka> {
    const folder = mkdtempSync(join(tmpdir(), 'kvitok-kafka-'));
    const [port, controllerPort] = [await freePort(), await freePort()];
    mkdirSync(join(folder, 'log'));
    writeFileSync(join(folder, 'server.properties'), propertiesOf(folder, port, controllerPort));
    const kafka = new LocalKafka(folder, port);
    execFileSync('java', kafka.program('kafka.tools.StorageTool', ['format', '-t', CLUSTER_ID, '-c']), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await kafka.startAgain();
    return kafka;
  }

  get brokers(): readonly string[] {
    return [`127.0.0.1:${this.port}`];
  }

  /** Stops the broker; what it has taken stays in its folder. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.engine?.stop(signal);
    this.engine = null;
  }

  /** Starts the broker where it was stopped, at the same address. */
  async startAgain(): Promise<void> {
    this.engine ??= await JavaEngine.start(this.described('kafka.Kafka', []));
  }

  /** Stops the broker and forgets everything. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private described(mainClass: string, before: readonly string[]) {
    return {
      mainClass,
      arguments: [...before, join(this.folder, 'server.properties')],
      port: this.port,
      logFile: join(this.folder, 'kafka.log'),
      memoryMegabytes: MEMORY_MEGABYTES,
    };
  }

  private program(mainClass: string, before: readonly string[]): string[] {
    return javaArguments(this.described(mainClass, before));
  }
}

function propertiesOf(folder: string, port: number, controllerPort: number): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(folder, 'log')}`,
    'auto.create.topics.enable=false',
    'offsets.topic.num.partitions=4',
    'offsets.topic.replication.factor=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    '',
  ].join('\n');
}
