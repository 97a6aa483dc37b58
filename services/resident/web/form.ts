import type { Request } from 'express';
import { Form, FormTokens, keyOfForm, readFormFields, ServiceAwayError, withKey } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { requireVisitor } from '../api/visitor';

export type { Form } from '#libs/gateway';

/** In a form that came back and was perhaps recorded before: whatever becomes of it next, that stays so. */
export const PERHAPS_DONE_FIELD = 'perhaps';
/**
 * Fields that every form of a signed-in person has: for which account it was filled in, the key of what it does, and
 * perhaps that it was recorded already.
 */
const COMMON = ['account', 'key', PERHAPS_DONE_FIELD];

/** Whether what was sent may be recorded, by this call to a service or by an earlier one under the same key. */
export function isPerhapsDone(request: Request, away: ServiceAwayError): boolean {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  return away.mayBeDone || body[PERHAPS_DONE_FIELD] === '1';
}

/**
 * Reads a form that was filled in on a page of this site. Throws RejectedError CABINET_FORM_STALE, and
 * ValidationFailedError for a field that the form does not have.
 */
export function readForm(request: Request, tokens: FormTokens, fields: RegExp): Form {
  return readFormFields(request, tokens, fields, COMMON);
}

/**
 * The same for a form of one account. A person may have chosen another account in another window meanwhile: then the
 * form is refused, and nothing is done to the wrong account. Throws RejectedError CABINET_OTHER_ACCOUNT besides.
 */
export function readAccountForm(request: Request, tokens: FormTokens, fields: RegExp): Form & { readonly key: string } {
  const form = readForm(request, tokens, fields);
  if (form['account'] !== requireVisitor(request).account)
    throw new RejectedError(new Rejection('CABINET_OTHER_ACCOUNT'));
  return { ...form, key: keyOfForm(form) };
}

/**
 * The same for a form that does something. Throws RejectedError MALFORMED_REQUEST for one without a key: without keys
 * all that a person does would be one command.
 */
export function readCommandForm(request: Request, tokens: FormTokens, fields: RegExp): Form & { readonly key: string } {
  return withKey(readAccountForm(request, tokens, fields));
}
