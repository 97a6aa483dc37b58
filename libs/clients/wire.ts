import { RejectedError, Rejection } from '#libs/kernel';
import { CALLS_PATH, cataloguedError, judge } from '#libs/platform';
import { ServiceFaultError } from './service-errors';

/** What both sides of the wire know. */
export const LINES_TYPE = 'application/x-ndjson';
export const BYTES_TYPE = 'application/octet-stream';
export const ANSWER_TYPE = 'application/json; charset=utf-8';

/** Of an answer that is no stream, and of one line of a stream. */
export const ANSWER_BYTES_MAX = 96 * 1024 * 1024;
/** A stream says that it goes on where the next element takes long. */
export const ALIVE_EVERY_MILLISECONDS = 5_000;
/** Nothing was heard of a stream for so long: its service is gone. */
export const SILENCE_MILLISECONDS = 20_000;

/** Names of clients and operations are identifiers and dashes. */
export function pathOf(client: string, operation: string): string {
  return `${CALLS_PATH}${client}/${operation}`;
}

/** A line of a stream: its head, an element, a sign of life, its end with the number of elements, or what broke it off. */
export type StreamLine =
  | { readonly head: unknown; readonly field: string | null }
  | { readonly element: unknown }
  | { readonly alive: true }
  | { readonly end: number }
  | { readonly failed: Failure };

/** What went wrong, as it travels. `rejected` is thrown as the same rejection again. */
export interface Failure {
  readonly kind: 'rejected' | 'fault';
  readonly code: string;
  readonly details: Rejection['details'];
}

export interface JudgedFailure {
  readonly failure: Failure;
  readonly status: number;
  /** Whether a person of the operator has to look at it. */
  readonly isFault: boolean;
}

/** A call itself is refused, and no client of a service has seen it. */
export class CallRefusedError extends Error {
  constructor(readonly code: 'NOT_FOUND' | 'MALFORMED_REQUEST' | 'PAYLOAD_TOO_LARGE') {
    super(`A call was refused: ${code}`);
    this.name = 'CallRefusedError';
  }
}

/** Nothing of an unknown error goes out. */
export function failureOf(error: unknown): JudgedFailure {
  const isRejected = error instanceof RejectedError;
  const { code, details } = isRejected ? error.rejection : { ...judge(error), details: {} };
  const isFault = !isRejected && !(error instanceof CallRefusedError);
  const status = cataloguedError(code)?.status ?? 500;
  return { failure: { kind: isRejected ? 'rejected' : 'fault', code, details }, status, isFault };
}

/** The error that a client in the same process would have thrown, as far as anybody tells them apart. */
export function errorOf(service: string, { kind, code, details }: Failure): Error {
  return kind === 'rejected' ? new RejectedError(new Rejection(code, details)) : new ServiceFaultError(service, code);
}
