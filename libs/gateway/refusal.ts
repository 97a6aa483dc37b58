import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';

/** What a person reads of a refusal; a failure is none, and goes on. Throws whatever is no RejectedError. */
export function wordsOfRefusal(error: unknown): string {
  if (error instanceof RejectedError) return wordsOf(error.rejection);
  throw error;
}
