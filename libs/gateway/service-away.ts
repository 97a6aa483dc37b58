import { ServiceAwayError } from '#libs/clients';

export type { ServiceAwayError } from '#libs/clients';

/** The service that did not answer; null for an error of any other kind. */
export function awayIn(error: unknown): ServiceAwayError | null {
  return error instanceof ServiceAwayError ? error : null;
}

/** An answer that a page can do without: null while the service that is asked is away. Throws everything else. */
export async function unlessAway<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (awayIn(error) === null) throw error;
    return null;
  }
}
