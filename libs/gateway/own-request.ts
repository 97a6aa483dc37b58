import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';

/** No form of another site can send it: a browser asks this site first, which never agrees. */
export const REQUEST_HEADER = 'x-kvitok-request';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser names the origin of every form that is posted; what names none is no browser, and has the token to show. */
export function isOwnOrigin({ headers }: Pick<Request, 'headers'>, publicAddress: string): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  return origin === new URL(publicAddress).origin || origin.replace(/^https?:\/\//, '') === host;
}

/**
 * What changes something by the API comes from a page of this site, or from a program that is no browser.
 * Throws RejectedError with the code that is given.
 */
export function requireOwnRequest(request: Request, publicAddress: string, code: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (request.headers[REQUEST_HEADER] === '1' && isOwnOrigin(request, publicAddress)) return;
  throw new RejectedError(new Rejection(code));
}

/** Documents the header of a request that changes something. */
export function OwnRequestHeader(): MethodDecorator {
  return ApiHeader({
    name: 'X-Kvitok-Request',
    required: true,
    description: 'Always 1: it shows that the request is no form of another site',
    schema: { type: 'string', enum: ['1'] },
  });
}
