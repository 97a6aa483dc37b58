import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../support/command-line';

/** Where `get-engines.cjs` has put the programs. */
export const JARS_FOLDER = join(ROOT, 'node_modules', '.cache', 'engines');

/** A machine with much to do may take its time. */
const STARTS_WITHIN_MS = 5 * 60_000;
const LOOKS_EVERY_MS = 100;

/** A port of this machine that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

export interface JavaProgram {
  readonly mainClass: string;
  readonly arguments: readonly string[];
  /** The port that answers when the program is up. */
  readonly port: number;
  /** Where it writes what it says. */
  readonly logFile: string;
  readonly memoryMegabytes: number;
}

/** A Java program that was started and answers. */
export class JavaEngine {
  private constructor(
    private readonly program: JavaProgram,
    private readonly process: ChildProcess,
  ) {}

  /** Throws with the end of the program's own log when it does not answer in time. */
  static async start(program: JavaProgram): Promise<JavaEngine> {
    const log = openSync(program.logFile, 'a');
    const child = spawn('java', javaArguments(program), { stdio: ['ignore', log, log] });
    closeSync(log);
    const engine = new JavaEngine(program, child);
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    await Promise.race([engine.answers(), failed]);
    return engine;
  }

  /** Ends the program: in good order, or as a power cut does. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.hasEnded()) return;
    const ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    this.process.kill(signal);
    await ended;
  }

  private hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  private async answers(): Promise<void> {
    const deadline = performance.now() + STARTS_WITHIN_MS;
    while (!(await isOpen(this.program.port))) {
      if (this.hasEnded() || performance.now() > deadline) {
        await this.stop('SIGKILL');
        const tail = readFileSync(this.program.logFile, 'utf8').slice(-2_000);
        throw new Error(`${this.program.mainClass} does not answer at port ${this.program.port}:\n${tail}`);
      }
      await sleep(LOOKS_EVERY_MS);
    }
  }
}

/** The arguments of `java` for a program of the folder of engines. */
export function javaArguments({ mainClass, arguments: given, memoryMegabytes }: JavaProgram): string[] {
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
  return ['-cp', join(JARS_FOLDER, '*'), `-Xmx${memoryMegabytes}m`, quiet, mainClass, ...given];
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket();
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
    socket.connect(port, '127.0.0.1');
  });
}
