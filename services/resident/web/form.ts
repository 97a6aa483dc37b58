import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { ValidationFailedError } from '#libs/platform';
import { FormTokens, TOKEN_FIELD } from '../api/form-token';
import { requireVisitor } from '../api/visitor';

/** The longest text of a form is a message. */
const FIELD_CHARACTERS_MAX = 10_000;
/** Fields that every form of a signed-in person has: for which account it was filled in, and the key of what it does. */
const COMMON = [TOKEN_FIELD, 'account', 'key'];
const KEY_FORM = /^[A-Za-z0-9_-]{8,64}$/;

/** The fields of a form as they were typed, without its token. */
export type Form = Readonly<Record<string, string>>;

/**
 * Reads a form that was filled in on a page of this site. Throws RejectedError CABINET_FORM_STALE, and
 * ValidationFailedError for a field that the form does not have.
 */
export function readForm(request: Request, tokens: FormTokens, fields: RegExp): Form {
  tokens.assertOwn(request);
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const form: Record<string, string> = {};
  for (const [field, value] of Object.entries(body)) {
    if (!COMMON.includes(field) && !fields.test(field)) {
      throw new ValidationFailedError([{ field, rule: 'whitelistValidation', message: 'такого поля нет' }]);
    }
    if (typeof value !== 'string' || value.length > FIELD_CHARACTERS_MAX) {
      throw new ValidationFailedError([{ field, rule: 'isString', message: 'нужен текст' }]);
    }
    if (field !== TOKEN_FIELD) form[field] = value.trim();
  }
  return form;
}

/**
 * The same for a form of one account. A person may have chosen another account in another window meanwhile: then the
 * form is refused, and nothing is done to the wrong account. Throws RejectedError CABINET_OTHER_ACCOUNT besides.
 */
export function readAccountForm(request: Request, tokens: FormTokens, fields: RegExp): Form & { readonly key: string } {
  const form = readForm(request, tokens, fields);
  if (form['account'] !== requireVisitor(request).account)
    throw new RejectedError(new Rejection('CABINET_OTHER_ACCOUNT'));
  const key = form['key'] ?? '';
  if (key !== '' && !KEY_FORM.test(key)) {
    throw new ValidationFailedError([{ field: 'key', rule: 'matches', message: 'значение записано не по образцу' }]);
  }
  return { ...form, key };
}

/**
 * The same for a form that does something. Throws RejectedError MALFORMED_REQUEST for one without a key: without keys
 * all that a person does would be one command.
 */
export function readCommandForm(request: Request, tokens: FormTokens, fields: RegExp): Form & { readonly key: string } {
  const form = readAccountForm(request, tokens, fields);
  if (form.key === '') throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
  return form;
}
