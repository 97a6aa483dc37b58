import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { CommandOrigin, correlationIdOf } from '#libs/platform';
import { TOKEN_FIELD } from './form-token';

const KEY_BYTES = 15;

/** A key for a form, so that pressing twice does once what it does. */
export function newFormKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** After a form the browser is sent to a page, so that reading it again sends nothing again. */
export function goTo(response: Response, path: string): void {
  response.redirect(303, path);
}

/** Longer ones are of nobody who looks at a page of this site. */
const OWN_PATH_CHARACTERS_MAX = 1_000;

/** A path of this site with its query, as they stand in an address; never an address of another site. */
export function ownPath(next: unknown): string | null {
  if (typeof next !== 'string' || next.length > OWN_PATH_CHARACTERS_MAX) return null;
  return /^\/(?!\/)[\w/.~-]*(?:\?[\w/.~=&%+*:,-]*)?$/.test(next) ? next : null;
}

/**
 * Where a command of a page comes from. The key stands in the form: the same form sent again is the same command.
 * The token differs with every page and says nothing of the command. `about` is what the form was filled in for.
 */
export function pageOriginOf(
  request: Request,
  who: { readonly commandId: string; readonly actor: string },
  about: object = {},
): CommandOrigin {
  const { [TOKEN_FIELD]: token, ...input } = (request.body ?? {}) as Record<string, unknown>;
  void token;
  return {
    ...who,
    correlationId: correlationIdOf(request),
    causationId: null,
    input: { path: request.path, ...about, input },
  };
}
