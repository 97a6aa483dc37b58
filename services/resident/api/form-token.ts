import { doubleCsrf } from 'csrf-csrf';
import type { Request, Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { CabinetSettings } from '../settings';
import { Cookies } from './cookies';

/** The field of every form that carries its token. */
export const TOKEN_FIELD = 'token';

export interface FormTokens {
  /** The token of this browser and session, for a form of the page. */
  tokenFor(request: Request, response: Response): string;
  /** Throws RejectedError CABINET_FORM_STALE where the form was not filled in on a page of this site by this browser. */
  assertOwn(request: Request): void;
}

/**
 * Tokens of forms, bound to browser and session, signed, and compared with a cookie; and the origin of the request,
 * which the browser tells and no page of another site can forge.
 */
export function createFormTokens(settings: CabinetSettings, cookies: Cookies): FormTokens {
  const secure = settings.publicAddress.startsWith('https:');
  const { generateCsrfToken, validateRequest } = doubleCsrf({
    getSecret: () => settings.formSecret,
    getSessionIdentifier: (request) =>
      `${cookies.read(request, 'browser') ?? ''}|${cookies.read(request, 'session') ?? ''}`,
    cookieName: secure ? '__Host-kvitok_form' : 'kvitok_form',
    cookieOptions: { sameSite: 'lax', path: '/', secure, httpOnly: true },
    getCsrfTokenFromRequest: ({ body }) => {
      const token = (body as Record<string, unknown> | undefined)?.[TOKEN_FIELD];
      return typeof token === 'string' ? token : null;
    },
  });
  return {
    tokenFor: (request, response) => generateCsrfToken(request, response, { validateOnReuse: false }),
    assertOwn(request) {
      if (isOwnOrigin(request, settings.publicAddress) && validateRequest(request)) return;
      throw new RejectedError(new Rejection('CABINET_FORM_STALE'));
    },
  };
}

/** A browser names the origin of every form that is posted; what names none is no browser, and has the token to show. */
export function isOwnOrigin({ headers }: Pick<Request, 'headers'>, publicAddress: string): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  return origin === new URL(publicAddress).origin || origin.replace(/^https?:\/\//, '') === host;
}
