import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { ValidationFailedError } from '#libs/platform';
import { FormTokens, TOKEN_FIELD } from './form-token';

/** Whoever pastes too long a text is told at its field and keeps it; most forms are smaller as a whole. */
const FIELD_CHARACTERS_MAX = 500_000;
const KEY_FORM = /^[A-Za-z0-9_-]{8,64}$/;

/** The fields of a form as they were typed, without its token. */
export type Form = Readonly<Record<string, string>>;

/**
 * Reads a form that was filled in on a page of this site. `common` names what every form of the site may carry besides
 * its own fields. Throws what `assertOwn` throws, and ValidationFailedError for a field that the form does not have.
 */
export function readFormFields(
  request: Request,
  tokens: FormTokens,
  fields: RegExp,
  common: readonly string[] = [],
): Form {
  tokens.assertOwn(request);
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const form: Record<string, string> = {};
  for (const [field, value] of Object.entries(body)) {
    if (field !== TOKEN_FIELD && !common.includes(field) && !fields.test(field)) {
      throw new ValidationFailedError([{ field, rule: 'whitelistValidation', message: 'такого поля нет' }]);
    }
    if (typeof value !== 'string' || value.length > FIELD_CHARACTERS_MAX) {
      throw new ValidationFailedError([{ field, rule: 'isString', message: 'нужен текст' }]);
    }
    if (field !== TOKEN_FIELD) form[field] = value.trim();
  }
  return form;
}

/** The key of a form, empty where it has none. Throws ValidationFailedError for one that no page has made. */
export function keyOfForm(form: Form): string {
  const key = form['key'] ?? '';
  if (key !== '' && !KEY_FORM.test(key)) {
    throw new ValidationFailedError([{ field: 'key', rule: 'matches', message: 'значение записано не по образцу' }]);
  }
  return key;
}

/**
 * The same form with its key. Throws RejectedError MALFORMED_REQUEST for one without: without keys all that a person
 * does would be one command.
 */
export function withKey<F extends Form>(form: F): F & { readonly key: string } {
  const key = keyOfForm(form);
  if (key === '') throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
  return { ...form, key };
}

/** A field exactly as it was typed: a password may begin or end with a space. */
export function asTyped(request: Request, field: string): string {
  const value = ((request.body ?? {}) as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value : '';
}
