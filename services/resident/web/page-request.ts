import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { CommandOrigin, correlationIdOf } from '#libs/platform';
import { Visitor } from '../api/visitor';

const KEY_BYTES = 15;

/** A key for a form, so that pressing twice does once what it does. */
export function newFormKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/**
 * Where a command of a page comes from. The key stands in the form: the same form sent again is the same command.
 * The token differs with every page and says nothing of the command.
 */
export function originOf(request: Request, visitor: Visitor, key: string): CommandOrigin {
  const { token, ...input } = (request.body ?? {}) as Record<string, unknown>;
  void token;
  return {
    commandId: `cabinet:${visitor.login}:${key}`,
    correlationId: correlationIdOf(request),
    causationId: null,
    actor: `resident:${visitor.login}`,
    input: { path: request.path, account: visitor.account, input },
  };
}

/** After a form the browser is sent to a page, so that reading it again sends nothing again. */
export function goTo(response: Response, path: string): void {
  response.redirect(303, path);
}
