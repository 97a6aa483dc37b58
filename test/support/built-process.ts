import { ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './command-line';

/** Free ones: several suites serve at a time. */
export const FREE_GATEWAY_PORTS = { KVITOK_CABINET_PORT: '0', KVITOK_BACK_OFFICE_PORT: '0' };

/** A process of the built product with an environment of its own; nothing of this one is in it but where programs are. */
export class BuiltProcess {
  private readonly child: ChildProcess;
  private written = '';
  /** Where it serves; rejects with what it wrote when it ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<number | null>;

  /** @param main its entry below `dist/services`, such as `billing/main.js`. Throws where nothing is built. */
  constructor(main: string, environment: Readonly<Record<string, string>>) {
    const file = join(ROOT, 'dist', 'services', main);
    if (!existsSync(file)) throw new Error('Build first: npm run build');
    const { PATH = '' } = process.env;
    this.child = spawn(process.execPath, [file], { env: { PATH, PORT: '0', ...environment } });
    this.ended = new Promise((answer) => this.child.once('close', answer));
    this.url = new Promise((answer, fail) => {
      const listen = (text: string) => {
        this.written += text;
        const found = /"url":"(http:[^"]+)"/.exec(this.written)?.[1];
        if (found !== undefined) answer(found);
      };
      this.child.stdout?.setEncoding('utf8').on('data', listen);
      this.child.stderr?.setEncoding('utf8').on('data', listen);
      void this.ended.then(() => fail(new Error(this.written)));
    });
    // Whoever only waits for the end need not look at it.
    this.url.catch(() => undefined);
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Everything it has said. */
  get output(): string {
    return this.written;
  }

  /** Stands still as on a machine that was put to sleep, or goes on as if nothing had been. */
  pause(isPaused: boolean): void {
    this.child.kill(isPaused ? 'SIGSTOP' : 'SIGCONT');
  }

  /** Ends it in good order, or as a power cut does; answers with its exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
