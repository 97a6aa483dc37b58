import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';

/** Who asks: a person who has signed in, with the accounts that the sign-in opens. */
export interface Visitor {
  /** Opaque; only its holder and identity know it. */
  readonly sessionToken: string;
  readonly login: string;
  /** In the order in which they were attached; the first is that of the login. */
  readonly accounts: readonly string[];
  /** The account that the pages show. */
  readonly account: string;
}

const VISITOR = Symbol('visitor');
const UNASKED = Symbol('why it is not known');

type Marked = Request & { [VISITOR]?: Visitor; [UNASKED]?: Error };

export function rememberVisitor(request: Request, visitor: Visitor): void {
  (request as Marked)[VISITOR] = visitor;
}

/** It could not be found out who asks: pages for everybody are shown, the others are not. */
export function rememberUnasked(request: Request, why: Error): void {
  (request as Marked)[UNASKED] = why;
}

export function visitorOf(request: Request): Visitor | null {
  return (request as Marked)[VISITOR] ?? null;
}

/** Throws RejectedError CABINET_SIGN_IN_REQUIRED, and what stood in the way of finding out who asks. */
export function requireVisitor(request: Request): Visitor {
  const visitor = visitorOf(request);
  const why = (request as Marked)[UNASKED];
  if (visitor === null && why !== undefined) throw why;
  if (visitor === null) throw new RejectedError(new Rejection('CABINET_SIGN_IN_REQUIRED'));
  return visitor;
}

/** `@SignedIn() visitor: Visitor` in a handler behind the sign-in. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requireVisitor(context.switchToHttp().getRequest<Request>()),
);
