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

/** A service did not answer. What was asked may be asked again, a command under the same id. */
export class ServiceAwayError extends Error {
  readonly code = 'SERVICE_AWAY';
  /** Of a command that came to the service once at least: whether it was done, nobody knows. False of what surely was not. */
  readonly mayBeDone: boolean;

  constructor(
    readonly service: string,
    readonly reason: AwayReason,
    options: { readonly cause?: unknown; readonly mayBeDone?: boolean } = {},
  ) {
    super(`The service ${service} did not answer: ${reason}`, options);
    this.name = 'ServiceAwayError';
    this.mayBeDone = options.mayBeDone ?? false;
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
