/** Why a service did not answer. */
export type AwayReason =
  /** Nothing of the request came to it. */
  | 'unreached'
  /** The line broke off before the answer was whole. */
  | 'cut'
  /** No answer in time. */
  | 'late'
  /** It was away a moment ago, and is not asked at the moment. */
  | 'resting'
  /** More is asked of it at once than it may be. */
  | 'overfull'
  /** Something else answers at its address, or an answer that is none. */
  | 'not understood'
  /** It knows another key. */
  | 'other key';

/**
 * A service did not answer. What was asked may be asked again, a command under the same id: whether it was done, nobody
 * knows but for `unreached`, `resting` and `overfull`, upon which it was not.
 */
export class ServiceAwayError extends Error {
  readonly code = 'SERVICE_AWAY';

  constructor(
    readonly service: string,
    readonly reason: AwayReason,
    options?: { readonly cause?: unknown },
  ) {
    super(`The service ${service} did not answer: ${reason}`, options);
    this.name = 'ServiceAwayError';
  }
}

/** A fault of the service itself; what it was stands in the log of its process, under the same correlation id. */
export class ServiceFaultError extends Error {
  constructor(
    readonly service: string,
    /** Of the catalogue. */
    readonly code: string,
  ) {
    super(`The service ${service} failed: ${code}`);
    this.name = 'ServiceFaultError';
  }
}
