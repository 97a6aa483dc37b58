import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';

/** As long as a key of 16 random bytes in hexadecimal digits. */
export const SERVICES_KEY_CHARACTERS_MIN = 32;
/** What `Authorization: Bearer` can carry (RFC 6750, 2.1). */
const KEY_FORM = /^[\w.~+/=-]{32,200}$/;
const BEARER = /^Bearer ([\w.~+/=-]{1,1000})$/i;

/** How a process is, and what its API is: of no account and no person, and wanted by whoever watches it. */
const OPEN = /^\/(health\/(live|ready|started)|docs(-json|-yaml|\/[^/]*)?)$/;

/** Whether an address is answered to nobody in particular. */
export function isOpenToAll(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && OPEN.test(path);
}

/** The figures of a process: of no account and no person, but not for everybody. */
const FIGURES = '/metrics';

/** Whether a text can be the key of the services, or that of whoever collects figures. */
export function isServicesKey(text: string): boolean {
  return KEY_FORM.test(text);
}

/**
 * The services do as they are told: whoever asks them has to show the key of the process, whatever is asked, before
 * anything of the request is read. Keys are compared by their hashes, in a time that tells nothing of them.
 * `metricsKey`, where there is one, opens the figures of the process and nothing else.
 */
export function requireServicesKey(key: string, metricsKey: string | null = null): RequestHandler {
  return (request, response, next) => {
    const { method, path, headers } = request;
    if (
      showsKey(headers.authorization, key) ||
      isOpenToAll(method, path) ||
      (method === 'GET' && path === FIGURES && showsMetricsKey(headers.authorization, metricsKey))
    ) {
      next();
      return;
    }
    response.setHeader('WWW-Authenticate', 'Bearer realm="kvitok-services"');
    next(new RejectedError(new Rejection('SERVICES_KEY_REQUIRED')));
  };
}

/** Whether an `Authorization` header holds the key; in a time that tells nothing of it. */
export function showsKey(authorization: string | undefined, key: string): boolean {
  const [, shown] = BEARER.exec(authorization ?? '') ?? [];
  return timingSafeEqual(hashOf(shown ?? ''), hashOf(key)) && shown !== undefined;
}

/** The same of the key of whoever collects figures; nobody shows one that there is not. */
export function showsMetricsKey(authorization: string | undefined, metricsKey: string | null): boolean {
  return metricsKey !== null && showsKey(authorization, metricsKey);
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
