import { Rejection } from '#libs/kernel';
import { cataloguedError, ERROR_CATALOGUE, messageOf, wordsOf } from './error-catalogue';
import { BACK_OFFICE_ERRORS } from './back-office.errors';
import { BILLING_ERRORS } from './billing.errors';
import { CABINET_ERRORS } from './cabinet.errors';
import { CLI_ERRORS } from './cli.errors';
import { IDENTITY_ERRORS } from './identity.errors';
import { IMPORT_ERRORS } from './import.errors';
import { METERING_ERRORS } from './metering.errors';
import { PAYMENTS_ERRORS } from './payments.errors';
import { PLATFORM_ERRORS } from './platform.errors';
import { STAFF_ERRORS } from './staff.errors';
import { SUPPORT_ERRORS } from './support.errors';

const PARTS = [
  PLATFORM_ERRORS,
  BILLING_ERRORS,
  METERING_ERRORS,
  PAYMENTS_ERRORS,
  IDENTITY_ERRORS,
  STAFF_ERRORS,
  SUPPORT_ERRORS,
  IMPORT_ERRORS,
  CLI_ERRORS,
  CABINET_ERRORS,
  BACK_OFFICE_ERRORS,
];

describe('the catalogue of errors', () => {
  it('has each code once', () => {
    const codes = PARTS.flatMap((part) => Object.keys(part));
    expect(new Set(codes).size).toBe(codes.length);
    expect(Object.keys(ERROR_CATALOGUE)).toHaveLength(codes.length);
  });

  it('speaks to people in Russian: what happened, and what to do', () => {
    const silent = Object.entries(ERROR_CATALOGUE).filter(([, { message }]) => {
      const words = message.replace(/\{\w+\}/g, '');
      return !/^[А-ЯЁ]/.test(words.trimStart()) || (words.match(/[.;:](\s|$)/g) ?? []).length < 2;
    });
    expect(silent.map(([code]) => code)).toEqual([]);
  });

  it('puts the details of a rejection into its words', () => {
    const rejection = new Rejection('BILLING_ACCOUNT_CLOSED', { account: '0045', closedOn: '2026-05-01' });
    expect(wordsOf(rejection).replaceAll('\u00a0', ' ')).toBe(
      'Лицевой счёт 0045 закрыт с 1 мая 2026. Закрыть его другой датой нельзя.',
    );
  });

  it('shows a dash for a detail that was not given, and never the name of a property that every object has', () => {
    const entry = { status: 400, message: '{account}, {closedOn}, {constructor}.' };
    expect(messageOf(entry, { account: null })).toBe('—, —, —.');
  });

  it('does not know a code that only looks known', () => {
    expect(cataloguedError('toString')).toBeNull();
    expect(cataloguedError('__proto__')).toBeNull();
    expect(wordsOf(new Rejection('BILLING_MADE_UP'))).toBe('BILLING_MADE_UP');
  });
});
