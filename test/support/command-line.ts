import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** The checkout: what is compiled for a benchmark lies elsewhere than its source. */
export const ROOT = dirname(createRequire(__filename).resolve('#package'));
const COMMAND = join(ROOT, 'bin', 'kvitok.js');

/** The requirements' packages lie beside the checkout; a run without them must not pass in silence. */
export function sharedFolder(name: string): string {
  const folder = resolve(ROOT, '..', 'shared', name);
  if (!existsSync(folder)) throw new Error(`The acceptance data ${folder} are not there`);
  return folder;
}

export interface CommandResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line to its end. */
export function kvitok(...args: string[]): CommandResult {
  if (!existsSync(join(ROOT, 'dist', 'services', 'cli', 'main.js'))) throw new Error('Build first: npm run build');
  const done = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { exitCode: done.status, signal: done.signal, stdout: done.stdout, stderr: done.stderr };
}

function spawned(environment: Readonly<Record<string, string>>, args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A letter of two bytes may lie in two chunks.
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

/** Begins it beside this process, with an environment besides its usual one. */
function begun(environment: Readonly<Record<string, string>>, args: readonly string[]) {
  const child = spawned(environment, args);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: string) => (stdout += text));
  child.stderr.on('data', (text: string) => (stderr += text));
  const done = new Promise<CommandResult>((answer) => {
    child.on('close', (exitCode, signal) => answer({ exitCode, signal, stdout, stderr }));
  });
  return { child, done };
}

/** Runs it and kills the process outright after a while, unless it ends before. */
export async function kvitokKilledAfter(milliseconds: number, ...args: string[]): Promise<CommandResult> {
  const { child, done } = begun({}, args);
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const result = await done;
  clearTimeout(timer);
  return result;
}

/** Runs it to its end beside this process, with an environment besides its usual one. */
export function kvitokBeside(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandResult> {
  return begun(environment, args).done;
}

/** As `kvitokBeside`, for what may be longer than a text can be: the lines as they come. Throws where it does not end well. */
export async function* linesBeside(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): AsyncGenerator<string> {
  const child = spawned(environment, args);
  let stderr = '';
  child.stderr.on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | null>((answer) => child.on('close', answer));
  for await (const line of createInterface({ input: child.stdout })) yield line;
  const exitCode = await ended;
  if (exitCode !== 0) throw new Error(`kvitok ${args.join(' ')} ended with ${String(exitCode)}: ${stderr}`);
}

/** A small seeded generator, so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a folder of data answers to: statements and ageings, parsed. */
export function answersOf(dataDir: string, agingDates: readonly string[]): Record<string, unknown> {
  const answers: Record<string, unknown> = { statements: resultOf('statements', '--data', dataDir) };
  for (const date of agingDates) answers[date] = resultOf('aging', '--as-of', date, '--data', dataDir);
  return answers;
}

export function resultOf(...args: string[]): unknown {
  const done = kvitok(...args);
  if (done.exitCode !== 0)
    throw new Error(`kvitok ${args.join(' ')} ended with ${String(done.exitCode)}: ${done.stderr}`);
  return JSON.parse(done.stdout);
}

/** As `resultOf`, in a process beside this one, which goes on serving meanwhile. */
export async function resultBeside(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

/** The log without what tells who did a night and how often it was begun: two runs of one history have the same. */
export function logOf(dataDir: string): string[] {
  const done = kvitok('events', '--data', dataDir);
  if (done.exitCode !== 0) throw new Error(done.stderr);
  return done.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(
      (line) =>
        JSON.parse(line) as {
          stream: string;
          revision: number;
          type: string;
          eventId: string;
          data: object;
          metadata: { recordedAt: string };
        },
    )
    .filter((event) => !/^billing_night_(run|house)-/.test(event.stream))
    .map(({ stream, revision, type, eventId, data, metadata }) =>
      JSON.stringify([stream, revision, type, eventId, metadata.recordedAt, data]),
    )
    .sort();
}
