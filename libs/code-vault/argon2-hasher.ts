import { hash, Options, verify } from '@node-rs/argon2';
import { CodeHasher, CodeVaultBusyError } from './code-vault.port';

/** OWASP: 19 MiB, two passes, one lane; about 30 ms of a processor. */
const WORK: Options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** Hashes at a time: the other threads of the process stay free for the pages. */
const CONCURRENT_HASHES_MAX = 2;
/** Who comes when so many wait is sent away at once: after some seconds nobody waits for an answer any more. */
const WAITING_HASHES_MAX = 100;

/** Argon2id, a few at a time. */
export function createArgon2Hasher(): CodeHasher {
  const turns = new HashTurns();
  return {
    hash: (secret) => turns.take(() => hash(secret, WORK)),
    verify: (hashed, secret) => turns.take(() => verify(hashed, secret, WORK)),
  };
}

/** Lets in so many at a time; the others wait in their order. */
export class HashTurns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** Throws CodeVaultBusyError when the queue is full. */
  async take<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.running >= CONCURRENT_HASHES_MAX) {
      if (this.waiting.length >= WAITING_HASHES_MAX) throw new CodeVaultBusyError();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
