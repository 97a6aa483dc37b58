import { addKopecks, Kopecks, roublesText } from '#libs/money';
import { AMOUNT_KOPECKS_LIMIT } from '../payment-limits';
import { isAccountKeyValid } from '../requisites.policy';
import { accountOf } from './parse-lines.policy';
import { FaultList, RegistryParser } from './registry-faults';
import { accountInPurpose, readAmount, readDate } from './registry-field.policy';
import { ExchangeProfile } from './registry-profile';
import { RegistryPayment, RegistryTotals } from './registry-payment';

const FIRST_LINE = '1CClientBankExchange';
const LAST_LINE = 'КонецФайла';
const ACCOUNT_SECTION = { begin: 'СекцияРасчСчет', end: 'КонецРасчСчет' };
const DOCUMENT_SECTION = { begin: 'СекцияДокумент', end: 'КонецДокумента' };

interface Section {
  readonly kind: 'account' | 'document';
  readonly line: number;
  /** Fields with their lines; the first of a name counts. */
  readonly fields: Map<string, { readonly value: string; readonly line: number }>;
}

/**
 * Reads the exchange form between a bank and «1С:Предприятие», version 1.x: money that came to an account of the section
 * «СекцияРасчСчет» is a payment each; what left it is passed over. «ВсегоПоступило» is the control total.
 */
export function exchangeParser(profile: ExchangeProfile): RegistryParser<RegistryPayment, RegistryTotals> {
  const faults = new FaultList();
  const received = new Map<string, { readonly stated: Kopecks | null; readonly line: number }>();
  const counted = new Map<string, Kopecks>();
  let payments = 0;
  let section: Section | null = null;
  let isBegun = false;
  let isEnded = false;

  const close = (one: Section): RegistryPayment | null => {
    if (one.kind === 'account') {
      noteAccount(one, received, profile, faults);
      return null;
    }
    const payment = readDocument(one, received, profile, faults);
    if (payment === null) return null;
    const account = payment.recipientAccount as string;
    counted.set(account, addKopecks(counted.get(account) ?? 0, payment.amountKopecks));
    payments += 1;
    return payment;
  };

  return {
    faults,
    take(raw, line) {
      const text = raw.trim();
      if (!isBegun) {
        isBegun = true;
        if (text !== FIRST_LINE) faults.add('PAYMENTS_REGISTRY_NOT_EXCHANGE', { line });
        return null;
      }
      if (text === '') return null;
      if (isEnded) {
        faults.add('PAYMENTS_REGISTRY_FOOTER_NOT_LAST', { line });
        return null;
      }
      const [name, value] = halves(text);
      if (section !== null) {
        const end = section.kind === 'account' ? ACCOUNT_SECTION.end : DOCUMENT_SECTION.end;
        if (name !== end) {
          if (name === ACCOUNT_SECTION.begin || name === DOCUMENT_SECTION.begin || name === LAST_LINE) {
            faults.add('PAYMENTS_REGISTRY_SECTION_BROKEN', { line, begun: section.line });
          } else if (!section.fields.has(name)) section.fields.set(name, { value, line });
          return null;
        }
        const closed = section;
        section = null;
        return close(closed);
      }
      if (name === ACCOUNT_SECTION.begin) section = { kind: 'account', line, fields: new Map() };
      else if (name === DOCUMENT_SECTION.begin) section = { kind: 'document', line, fields: new Map() };
      else if (name === LAST_LINE) isEnded = true;
      else if (name === 'Кодировка') checkEncoding(value, line, profile, faults);
      return null;
    },
    end(lastLine) {
      if (section !== null) faults.add('PAYMENTS_REGISTRY_SECTION_BROKEN', { line: lastLine, begun: section.line });
      if (isBegun && !isEnded && faults.count === 0) faults.add('PAYMENTS_REGISTRY_FOOTER_MISSING', { line: lastLine });
      if (faults.count === 0 && payments === 0) faults.add('PAYMENTS_REGISTRY_EMPTY', { line: lastLine });
      if (faults.count === 0) compareReceived(received, counted, faults);
      const amountKopecks = [...counted.values()].reduce(addKopecks, 0);
      return { payments, amountKopecks, transferKopecks: null, commissionKopecks: null, order: null };
    },
  };
}

/** Split at the first sign alone: values hold others. */
function halves(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function checkEncoding(value: string, line: number, { encoding }: ExchangeProfile, faults: FaultList): void {
  const expected = encoding === 'utf-8' ? 'utf-8' : 'windows';
  if (value.toLowerCase() !== expected) {
    faults.add('PAYMENTS_REGISTRY_ENCODING_MISMATCH', { line, found: value.slice(0, 20), expected: encoding });
  }
}

function noteAccount(
  { fields, line }: Section,
  received: Map<string, { readonly stated: Kopecks | null; readonly line: number }>,
  profile: ExchangeProfile,
  faults: FaultList,
): void {
  const account = fields.get('РасчСчет');
  if (account === undefined || !/^[0-9]{5}[0-9A-Z][0-9]{14}$/.test(account.value)) {
    faults.add('PAYMENTS_REGISTRY_FIELD_INVALID', { line: account?.line ?? line, name: 'РасчСчет' });
    return;
  }
  const total = fields.get('ВсегоПоступило');
  const stated = total === undefined ? null : readAmount(total.value, profile.decimalMark);
  if (total !== undefined && stated === null) {
    faults.add('PAYMENTS_REGISTRY_FIELD_INVALID', { line: total.line, name: 'ВсегоПоступило' });
  }
  // A statement of several days has a section for each of them.
  const before = received.get(account.value);
  const sum = stated === null ? (before?.stated ?? null) : addKopecks(before?.stated ?? 0, stated);
  received.set(account.value, { stated: sum, line: total?.line ?? line });
}

function readDocument(
  section: Section,
  received: ReadonlyMap<string, unknown>,
  profile: ExchangeProfile,
  faults: FaultList,
): RegistryPayment | null {
  const { fields, line } = section;
  const field = (name: string) => fields.get(name)?.value ?? '';
  const fault = (code: string, name: string) => faults.add(code, { line: fields.get(name)?.line ?? line, name });
  const recipientAccount = field('ПолучательСчет') || field('ПолучательРасчСчет');
  if (recipientAccount === '') {
    fault('PAYMENTS_REGISTRY_FIELD_INVALID', 'ПолучательСчет');
    return null;
  }
  if (!received.has(recipientAccount)) return null;
  const bic = field('ПолучательБИК');
  if (bic !== '' && !isAccountKeyValid(bic, recipientAccount)) {
    fault('PAYMENTS_REGISTRY_REQUISITE_KEY_INVALID', 'ПолучательСчет');
    return null;
  }
  const dateField = ['ДатаСписано', 'Дата'].find((name) => field(name) !== '') ?? 'Дата';
  const paidOn = readDate(field(dateField), profile.dateForm);
  if (paidOn === null) fault('PAYMENTS_REGISTRY_FIELD_INVALID', dateField);
  const amount = readAmount(field('Сумма'), profile.decimalMark);
  const isWithin = amount !== null && amount > 0 && amount <= AMOUNT_KOPECKS_LIMIT;
  if (!isWithin) fault('PAYMENTS_REGISTRY_FIELD_INVALID', 'Сумма');
  const number = field('Номер');
  if (number === '' || number.length > 32) fault('PAYMENTS_REGISTRY_FIELD_INVALID', 'Номер');
  if (paidOn === null || !isWithin || number === '' || number.length > 32) return null;
  const purpose = field('НазначениеПлатежа');
  return {
    line,
    // A payment order is known by its number, its day and the account that it takes the money from.
    operationId: [number, field('Дата'), field('ПлательщикСчет') || field('ПлательщикРасчСчет')].join('|'),
    reference: number,
    paidOn,
    time: '',
    branch: '',
    terminal: '',
    ...accountOf(accountInPurpose(purpose, profile.accountMarks) ?? '', {
      payerName: field('Плательщик') || field('Плательщик1'),
      purpose,
    }),
    amountKopecks: amount,
    namedPeriod: null,
    recipientAccount,
  };
}

function compareReceived(
  received: ReadonlyMap<string, { readonly stated: Kopecks | null; readonly line: number }>,
  counted: ReadonlyMap<string, Kopecks>,
  faults: FaultList,
): void {
  for (const [account, { stated, line }] of received) {
    const sum = counted.get(account) ?? 0;
    if (stated === null || stated === sum) continue;
    const details = { line, name: 'ВсегоПоступило', stated: roublesText(stated), counted: roublesText(sum) };
    faults.add('PAYMENTS_REGISTRY_SUM_MISMATCH', details);
  }
}
