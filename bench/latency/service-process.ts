import { fork, ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromService, ToService } from './service';

const STARTS_WITHIN_MS = 5 * 60_000;
const LOOKS_EVERY_MS = 100;

/** A process of services whose clock stands still on a day; see `service.ts`. */
export class StandingService {
  private readonly child: ChildProcess;
  private readonly started: Promise<string>;
  private calculated: () => void = () => undefined;
  url = '';

  private constructor(services: string, day: string, environment: Readonly<Record<string, string>>) {
    const { PATH = '' } = process.env;
    this.child = fork(join(__dirname, 'service.js'), [services, day], {
      env: { PATH, ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.started = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', () => reject(new Error(`The process of ${services} ended`)));
      this.child.on('message', (told: FromService) => {
        if (told.kind === 'serves') resolve(told.url);
        else this.calculated();
      });
    });
  }

  /** @param services a name, or `all`. Resolves when it is ready to serve. */
  static async start(
    services: string,
    day: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<StandingService> {
    const process = new StandingService(services, day, environment);
    process.url = await process.started;
    for (const deadline = performance.now() + STARTS_WITHIN_MS; ; await sleep(LOOKS_EVERY_MS)) {
      const answer = await fetch(`${process.url}/health/ready`).catch(() => null);
      if (answer?.status === 200) return process;
      if (performance.now() > deadline) throw new Error(`${services} is not ready`);
    }
  }

  /** Has the open month calculated, as somebody in the office would; resolves when it is. */
  calculate(): Promise<void> {
    return new Promise((resolve) => {
      this.calculated = resolve;
      const asked: ToService = { kind: 'calculate' };
      this.child.send(asked);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill('SIGKILL');
    await ended;
  }
}
