import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export const CORRELATION_HEADER = 'x-correlation-id';
const WELL_FORMED = /^[A-Za-z0-9_.-]{8,64}$/;
const CORRELATION_ID = Symbol('correlationId');

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
  response.setHeader(CORRELATION_HEADER, correlationIdOf(request));
  next();
}
