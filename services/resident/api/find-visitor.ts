import type { NextFunction, Request, Response } from 'express';
import { awayIn } from '#libs/gateway';
import { IdentityClient } from '#services/identity/api/client';
import { Cookies } from './cookies';
import { rememberUnasked, rememberVisitor } from './visitor';

/**
 * Finds out who asks. The session lies with identity, which is asked each time, so that a session that was ended is
 * ended at once. The place says which of the accounts is shown: a number, so that no account stands in a cookie.
 */
export function findVisitor(identity: IdentityClient, cookies: Cookies) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const sessionToken = cookies.read(request, 'session');
    if (sessionToken === null || request.path.startsWith('/assets/')) {
      next();
      return;
    }
    identity.session(sessionToken).then(
      (session) => {
        if (session !== null) {
          const { accounts, login } = session;
          const place = Number(cookies.read(request, 'place') ?? '0');
          const account = accounts[place] ?? accounts[0];
          if (account !== undefined) rememberVisitor(request, { sessionToken, login, accounts, account });
        }
        next();
      },
      (error: unknown) => {
        const away = awayIn(error);
        if (away === null) return next(error);
        rememberUnasked(request, away);
        next();
      },
    );
  };
}
