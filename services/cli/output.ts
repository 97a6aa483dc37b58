/** How a command speaks: results on standard output, everything else on standard error. */
export interface Output {
  /** A result: with `--json` the only thing on standard output. */
  result(value: unknown): void;
  /** A long result, piece by piece, so that a town's statements pass through little memory; the tail may sum it up. */
  stream(head: string, items: AsyncIterable<unknown>, tail: string | (() => string)): Promise<void>;
  /** A sentence for the operator. */
  say(text: string): void;
  /** Progress of long work: a bar in a terminal, now and then a line elsewhere. */
  progress(label: string, done: number, total: number): void;
  progressEnd(): void;
}

/** Waits until a chunk is taken, so that a slow reader holds the writer back; a reader that has left ends the work. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

const BAR_WIDTH = 30;
/** Where standard error is no terminal a line is written for each of so many parts of the work. */
const PROGRESS_LINES = 10;

export function consoleOutput(): Output {
  let shown = -1;
  let barIsOpen = false;
  return {
    result(value) {
      process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value, null, 1)}\n`);
    },
    async stream(head, items, tail) {
      // With the first items: what is refused before there is one is answered with the refusal alone.
      let chunk = head;
      let first = true;
      for await (const item of items) {
        chunk += `${first ? '' : ',\n'}${JSON.stringify(item)}`;
        first = false;
        if (chunk.length < 65_536) continue;
        await write(process.stdout, chunk);
        chunk = '';
      }
      await write(process.stdout, `${chunk}${typeof tail === 'string' ? tail : tail()}`);
    },
    say(text) {
      if (barIsOpen) process.stderr.write('\n');
      barIsOpen = false;
      process.stderr.write(`${text}\n`);
    },
    progress(label, done, total) {
      const part = total === 0 ? 1 : done / total;
      if (process.stderr.isTTY) {
        const filled = Math.round(part * BAR_WIDTH);
        const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
        process.stderr.write(`\r${bar} ${done}/${total} ${label}\u001b[K`);
        barIsOpen = true;
        return;
      }
      const line = Math.floor(part * PROGRESS_LINES);
      if (line === shown) return;
      shown = line;
      process.stderr.write(`${done}/${total} ${label}\n`);
    },
    progressEnd() {
      if (barIsOpen) process.stderr.write('\n');
      barIsOpen = false;
      shown = -1;
    },
  };
}

/** Ends a command: 0 done, 1 refused or a check failed, 2 wrong usage, 130 interrupted. */
export class CommandFailure extends Error {
  constructor(
    readonly exitCode: 1 | 2 | 130,
    message: string,
    /** What goes to standard output in the machine form; nothing where absent. */
    readonly answer?: unknown,
  ) {
    super(message);
    this.name = 'CommandFailure';
  }
}

export function wrongUsage(message: string): CommandFailure {
  return new CommandFailure(2, message);
}
