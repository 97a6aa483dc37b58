import type { Request } from 'express';
import { Form, FormTokens, pageOriginOf, readFormFields, withKey } from '#libs/gateway';
import { maskAccessCodes } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { requireOfficer } from '../api/officer';

/** Fields that pages fill in by themselves. */
const MADE_BY_US = /(^key|^link|^digest|Ids?|Hash)$/;

/** A form that does something: its fields, and where its command comes from. */
export interface OfficeForm {
  readonly form: Form;
  readonly origin: CommandOrigin;
}

/** Reads a form that does nothing by itself, such as that of the way in. Throws BACK_OFFICE_FORM_STALE. */
export function readOfficeForm(request: Request, tokens: FormTokens, fields: RegExp): Form {
  return readFormFields(request, tokens, fields, ['key']);
}

/**
 * Reads a form that does something: with its key, so that pressing twice does it once.
 * Throws RejectedError BACK_OFFICE_FORM_STALE, MALFORMED_REQUEST, and ValidationFailedError.
 */
export function readOfficeCommand(request: Request, tokens: FormTokens, fields: RegExp): OfficeForm {
  const { staffId } = requireOfficer(request);
  const form = withKey(readOfficeForm(request, tokens, fields));
  const who = { commandId: `office:${staffId}:${form.key}`, actor: `staff:${staffId}` };
  return { form: withoutCodes(form), origin: pageOriginOf(request, who) };
}

/**
 * An access code arrives masked, and is refused as one: a form that comes back with its fault shows what was typed, and
 * no screen of the office shows a code. An id or a hash that has as many digits is no code.
 */
function withoutCodes(form: Form): Form {
  const masked = Object.entries(form).map(([field, text]) => [
    field,
    MADE_BY_US.test(field) ? text : maskAccessCodes(text),
  ]);
  return Object.fromEntries(masked) as Form;
}
