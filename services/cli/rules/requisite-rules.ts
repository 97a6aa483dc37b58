import { isRejection, RejectedError } from '#libs/kernel';
import { gisIdentifierKind } from '../../billing/domain/gis-identifier.policy';
import { paymentQr, QrField, QrRequisites, requiredBlockBytes } from '../../billing/domain/payment-qr.policy';
import { TextEncodingName } from '../../billing/domain/text-encoding';
import { isAccountKeyValid, isCorrAccountValid, isInnValid } from '../../payments/domain/requisites.policy';
import { RuleEvaluation } from './case-answer';
import { Field } from './case-field';

/** The names by which encodings are called, in small letters. */
const ENCODINGS: ReadonlyMap<string, TextEncodingName> = new Map<string, TextEncodingName>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['cp1251', 'windows-1251'],
  ['win1251', 'windows-1251'],
  ['win-1251', 'windows-1251'],
  ['windows-1251', 'windows-1251'],
  ['koi8-r', 'koi8-r'],
  ['koi8r', 'koi8-r'],
]);

function encodingOf(input: Field): TextEncodingName | null {
  const name = input.get('encoding');
  return name.isGiven ? (ENCODINGS.get(name.text().toLowerCase()) ?? name.fail('an encoding of the standard')) : null;
}

function requisitesOf(input: Field): QrRequisites {
  const required = input.get('required');
  return {
    Name: required.get('Name').text(),
    PersonalAcc: required.get('PersonalAcc').text(),
    BankName: required.get('BankName').text(),
    BIC: required.get('BIC').text(),
    CorrespAcc: required.get('CorrespAcc').text(),
  };
}

/** Further requisites in the order of the case; the sum in roubles is put first where the case gives no `Sum`. */
function furtherOf(input: Field): QrField[] {
  const optional = input.get('optional');
  const further = optional.isGiven ? optional.entries().map(([key, value]) => ({ key, value: value.text() })) : [];
  const roubles = input.get('rub');
  if (!roubles.isGiven || further.some(({ key }) => key === 'Sum')) return further;
  return [{ key: 'Sum', value: String(roubles.amount()) }, ...further];
}

const payload: RuleEvaluation = (input) => {
  const qr = paymentQr(requisitesOf(input), furtherOf(input), encodingOf(input));
  if (isRejection(qr)) throw new RejectedError(qr);
  return qr.payload;
};

const blockBytes: RuleEvaluation = (input) => requiredBlockBytes(requisitesOf(input), encodingOf(input) ?? 'utf-8');

const accountKey: RuleEvaluation = (input) =>
  isAccountKeyValid(input.get('bic').text(), input.anyOf('account', 'corr').text());

const corrAccountKey: RuleEvaluation = (input) =>
  isCorrAccountValid(input.get('bic').text(), input.anyOf('corr', 'account').text());

function innOf(digits: number): RuleEvaluation {
  return (input) => {
    const inn = input.get('inn').text();
    return inn.length === digits && isInnValid(inn);
  };
}

const gisIdentifiers: RuleEvaluation = (input) =>
  input
    .get('values')
    .items()
    .map((value) => gisIdentifierKind(value.text()) !== null);

export const REQUISITE_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['account.key', accountKey],
  ['corr_account.key', corrAccountKey],
  ['inn10', innOf(10)],
  ['inn12', innOf(12)],
  ['qr.payload', payload],
  ['qr.separator', payload],
  ['qr.required_block_bytes', blockBytes],
  ['gis.identifiers', gisIdentifiers],
];
