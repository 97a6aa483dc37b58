import { Rejection } from '#libs/kernel';
import { BACK_OFFICE_ERRORS } from './back-office.errors';
import { BILLING_ERRORS } from './billing.errors';
import { CABINET_ERRORS } from './cabinet.errors';
import { CataloguedError, ErrorCatalogue } from './catalogued-error';
import { CLI_ERRORS } from './cli.errors';
import { detailInWords } from './detail-words';
import { IDENTITY_ERRORS } from './identity.errors';
import { IMPORT_ERRORS } from './import.errors';
import { METERING_ERRORS } from './metering.errors';
import { PAYMENTS_ERRORS } from './payments.errors';
import { PLATFORM_ERRORS } from './platform.errors';
import { STAFF_ERRORS } from './staff.errors';
import { SUPPORT_ERRORS } from './support.errors';

/** Every code that the system refuses or fails with, with its HTTP status and its words. */
export const ERROR_CATALOGUE: ErrorCatalogue = {
  ...PLATFORM_ERRORS,
  ...BILLING_ERRORS,
  ...METERING_ERRORS,
  ...PAYMENTS_ERRORS,
  ...IDENTITY_ERRORS,
  ...STAFF_ERRORS,
  ...SUPPORT_ERRORS,
  ...IMPORT_ERRORS,
  ...CLI_ERRORS,
  ...CABINET_ERRORS,
  ...BACK_OFFICE_ERRORS,
};

export function cataloguedError(code: string): CataloguedError | null {
  return Object.hasOwn(ERROR_CATALOGUE, code) ? (ERROR_CATALOGUE[code] as CataloguedError) : null;
}

/** The sentence for people with its details put in, in their words; a detail that is not given shows as a dash. */
export function messageOf(entry: CataloguedError, details: Rejection['details']): string {
  return entry.message.replace(/\{(\w+)\}/g, (_, name: string) =>
    detailInWords(name, Object.hasOwn(details, name) ? details[name] : null),
  );
}

/** The words of a rejection, for every place that shows one to people; its bare code where it is not catalogued. */
export function wordsOf({ code, details }: Rejection): string {
  const entry = cataloguedError(code);
  return entry === null ? code : messageOf(entry, details);
}
