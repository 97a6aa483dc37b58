import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/** Below it the services answer for their typed clients, with bodies that the reader of commands does not read. */
export const CALLS_PATH = '/clients/';
/** Of the arguments of such a call. */
export const CALL_TYPE = 'application/vnd.kvitok.call+json';

/** A body that is not JSON is refused, not passed over: its fields would seem to be missing. */
export function requireJsonBodies(request: Request, _response: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const type = request.headers['content-type'] ?? '';
  const isJson = JSON_TYPE.test(type) || (type === CALL_TYPE && request.path.startsWith(CALLS_PATH));
  next(WITH_BODY.has(request.method) && hasBody && !isJson ? refusal('UNSUPPORTED_MEDIA_TYPE') : undefined);
}

/**
 * Answers under its own names only. A page of another site whose name was turned to this address would otherwise read
 * the answers as its own. An empty list lets every name pass.
 */
export function requireHost(allowed: readonly string[]): RequestHandler {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  return (request, _response, next) => {
    next(names.size === 0 || names.has(hostNameOf(request)) ? undefined : refusal('HOST_NOT_ALLOWED'));
  };
}

function hostNameOf(request: Request): string {
  const host = (request.headers.host ?? '').toLowerCase();
  return host.replace(/:\d+$/, '');
}

function refusal(code: string): RejectedError {
  return new RejectedError(new Rejection(code));
}
