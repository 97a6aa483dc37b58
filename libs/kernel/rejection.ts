/**
 * The named answer of a decider or a policy that refuses.
 * `code` is `SERVICE_REASON`; its HTTP status and its message for people stand in the catalogue of errors.
 */
export class Rejection {
  constructor(
    readonly code: string,
    /** Which account, period, rule, limit: what a person needs to mend the input. No personal data, no secrets. */
    readonly details: Readonly<Record<string, string | number | boolean | null>> = {},
  ) {}
}

export function isRejection(value: unknown): value is Rejection {
  return value instanceof Rejection;
}

/** Thrown where a rejection has to leave pure code: by the command handler, a query or a job. */
export class RejectedError extends Error {
  constructor(readonly rejection: Rejection) {
    super(`${rejection.code} ${JSON.stringify(rejection.details)}`);
    this.name = 'RejectedError';
  }
}
