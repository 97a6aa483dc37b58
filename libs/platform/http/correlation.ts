import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export const CORRELATION_HEADER = 'x-correlation-id';
const WELL_FORMED = /^[A-Za-z0-9_.-]{8,64}$/;
const CORRELATION_ID = Symbol('correlationId');

/** Passed on as it came: whoever traces requests through several processes reads it (W3C Trace Context). */
export const TRACE_HEADER = 'traceparent';
const TRACE_FORM = /^[0-9a-f]{2}(-[0-9a-f]{2,32}){3}$/;

/** What a request tells of itself to whatever is asked on its behalf. */
export interface RequestTrace {
  readonly correlationId: string;
  readonly traceparent: string | null;
}

const traces = new AsyncLocalStorage<RequestTrace>();

/** The trace of the request that is answered; null where none is. */
export function currentTrace(): RequestTrace | null {
  return traces.getStore() ?? null;
}

type Marked = { [CORRELATION_ID]?: string };

/** One id for everything that follows from a request: its log lines, its events and what these cause. */
export function correlationIdOf(request: object): string {
  const marked = request as Marked;
  marked[CORRELATION_ID] ??= randomUUID();
  return marked[CORRELATION_ID];
}

/** Takes the caller's id where it is well-formed, makes one otherwise, and says it in the answer. */
export function correlate(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers[CORRELATION_HEADER];
  if (typeof given === 'string' && WELL_FORMED.test(given)) (request as Marked)[CORRELATION_ID] = given;
  const correlationId = correlationIdOf(request);
  response.setHeader(CORRELATION_HEADER, correlationId);
  const trace = request.headers[TRACE_HEADER];
  const traceparent = typeof trace === 'string' && TRACE_FORM.test(trace) ? trace : null;
  traces.run({ correlationId, traceparent }, next);
}
