import { doubleCsrf } from 'csrf-csrf';
import type { Request, Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { GatewayCookies } from './cookies';
import { isOwnOrigin } from './own-request';

/** The field of every form that carries its token. */
export const TOKEN_FIELD = 'token';

export interface FormTokens {
  /** The token of this browser and session, for a form of the page. */
  tokenFor(request: Request, response: Response): string;
  /** Throws RejectedError where the form was not filled in on a page of this site by this browser. */
  assertOwn(request: Request): void;
}

export interface FormTokenSettings {
  readonly publicAddress: string;
  /** Every copy of the gateway has the same one. */
  readonly formSecret: string;
  /** The name of the cookie that tokens are compared with. */
  readonly cookie: string;
  readonly sameSite: 'lax' | 'strict';
  /** The code of the refusal of a form of another site, or of an old page. */
  readonly stale: string;
}

/**
 * Tokens of forms, bound to browser and session, signed, and compared with a cookie; and the origin of the request,
 * which the browser tells and no page of another site can forge.
 */
export function createFormTokens(
  settings: FormTokenSettings,
  cookies: Pick<GatewayCookies<'session'>, 'read'>,
): FormTokens {
  const { publicAddress, formSecret, cookie, sameSite, stale } = settings;
  const secure = publicAddress.startsWith('https:');
  const { generateCsrfToken, validateRequest } = doubleCsrf({
    getSecret: () => formSecret,
    getSessionIdentifier: (request) =>
      `${cookies.read(request, 'browser') ?? ''}|${cookies.read(request, 'session') ?? ''}`,
    cookieName: secure ? `__Host-${cookie}` : cookie,
    cookieOptions: { sameSite, path: '/', secure, httpOnly: true },
    getCsrfTokenFromRequest: ({ body }) => {
      const token = (body as Record<string, unknown> | undefined)?.[TOKEN_FIELD];
      return typeof token === 'string' ? token : null;
    },
  });
  return {
    tokenFor: (request, response) => generateCsrfToken(request, response, { validateOnReuse: false }),
    assertOwn(request) {
      if (isOwnOrigin(request, publicAddress) && validateRequest(request)) return;
      throw new RejectedError(new Rejection(stale));
    },
  };
}
