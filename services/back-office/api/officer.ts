import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { StaffClient, StaffSession } from '#services/identity/api/client';
import { OfficeCookies } from './cookies';

/** Who asks: somebody of the office who has signed in. */
export interface Officer extends StaffSession {
  /** Opaque; only its holder and identity know it. */
  readonly sessionToken: string;
}

const OFFICER = Symbol('officer');

type Marked = Request & { [OFFICER]?: Officer };

export function officerOf(request: Request): Officer | null {
  return (request as Marked)[OFFICER] ?? null;
}

/** Throws RejectedError BACK_OFFICE_SIGN_IN_REQUIRED. */
export function requireOfficer(request: Request): Officer {
  const officer = officerOf(request);
  if (officer === null) throw new RejectedError(new Rejection('BACK_OFFICE_SIGN_IN_REQUIRED'));
  return officer;
}

/** `@SignedIn() officer: Officer` in a handler behind the sign-in. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requireOfficer(context.switchToHttp().getRequest<Request>()),
);

/** Asks identity each time, so that a session that was ended, or whose role was taken back, is over at once. */
export function findOfficer(staff: StaffClient, cookies: OfficeCookies) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const sessionToken = cookies.read(request, 'session');
    if (sessionToken === null || request.path.startsWith('/assets/')) {
      next();
      return;
    }
    staff.session(sessionToken).then((session) => {
      if (session !== null) (request as Marked)[OFFICER] = { ...session, sessionToken };
      next();
    }, next);
  };
}
