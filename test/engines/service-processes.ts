import { ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../support/command-line';

export const SERVICE_NAMES = ['metering', 'payments', 'billing', 'identity', 'support'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

const STARTS_WITHIN_MS = 5 * 60_000;
/** So much of what a process has said is shown where it does not start. */
const SHOWN_CHARACTERS = 3_000;
const LOOKS_EVERY_MS = 100;

/** A service as a process of its own, as the distributed mode runs it. */
export class ServiceProcess {
  private written = '';
  private readonly ended: Promise<number | null>;

  private constructor(
    readonly name: ServiceName,
    private readonly child: ChildProcess,
  ) {
    const note = (chunk: Buffer) => (this.written += chunk.toString());
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
    this.ended = new Promise((answer) => child.once('exit', (code) => answer(code)));
  }

  /** Resolves when it is ready to serve; rejects with what it wrote when it ends before. */
  static async start(name: ServiceName, environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    const main = join(ROOT, 'dist', 'services', name, 'main.js');
    if (!existsSync(main)) throw new Error('Build first: npm run build');
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [main], {
      env: { PATH, PORT: '0', LOG_LEVEL: 'warn', KVITOK_NIGHTS: 'off', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new ServiceProcess(name, child);
    try {
      await started.isReady();
    } catch (error) {
      await started.stop('SIGKILL');
      throw error;
    }
    return started;
  }

  /** Everything it has said. */
  get output(): string {
    return this.written;
  }

  get url(): string {
    const found = /"url":"(http:[^"]+)"/.exec(this.written)?.[1];
    if (found === undefined) throw new Error(`${this.name} does not serve:\n${this.written}`);
    return found;
  }

  /** Ends it in good order, or as a power cut does; answers with its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended;
  }

  private get end(): string {
    return this.written.slice(-SHOWN_CHARACTERS);
  }

  private async isReady(): Promise<void> {
    for (const deadline = performance.now() + STARTS_WITHIN_MS; ; await sleep(LOOKS_EVERY_MS)) {
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended:\n${this.end}`);
      if (performance.now() > deadline) throw new Error(`${this.name} is not ready:\n${this.end}`);
      if (!/"url":"http:/.test(this.written)) continue;
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.status === 200) return;
    }
  }
}
