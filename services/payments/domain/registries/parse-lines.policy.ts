import { addKopecks, Kopecks, roublesText } from '#libs/money';
import { AMOUNT_KOPECKS_LIMIT } from '../payment-limits';
import { FaultList, RegistryParser } from './registry-faults';
import { ACCOUNT_FORM, readAmount, readDate, readOperation, readPeriod } from './registry-field.policy';
import { FooterColumn, LinesProfile, RegistryColumn } from './registry-profile';
import { RegistryPayment, RegistryTotals, SummaryOrder } from './registry-payment';

const PLACE_CHARACTERS_MAX = 32;

/** The totals that a closing line states; null where it does not. */
interface StatedTotals {
  readonly count: number | null;
  readonly total: Kopecks | null;
  readonly transfer: Kopecks | null;
  readonly commission: Kopecks | null;
  readonly order: SummaryOrder | null;
}

/**
 * Reads a file with one payment a line by its profile. Sums of the lines are held against the closing line, and the
 * amount of a line against transfer and commission, where the layout has them.
 */
export function linesParser(profile: LinesProfile): RegistryParser<RegistryPayment, RegistryTotals> {
  const faults = new FaultList();
  const sums = { payments: 0, amount: 0, transfer: 0, commission: 0 };
  let stated: StatedTotals | null = null;
  return {
    faults,
    take(text, line) {
      if (line <= profile.headerLines || text.trim() === '') return null;
      if (stated !== null) {
        faults.add('PAYMENTS_REGISTRY_FOOTER_NOT_LAST', { line });
        return null;
      }
      if (profile.footer !== null && text.startsWith(profile.footer.mark)) {
        stated = readFooter(text, line, profile, faults);
        return null;
      }
      const payment = readPayment(text, line, profile, faults);
      if (payment === null) return null;
      sums.payments += 1;
      sums.amount = addKopecks(sums.amount, payment.amountKopecks);
      sums.transfer = addKopecks(sums.transfer, payment.transfer ?? 0);
      sums.commission = addKopecks(sums.commission, payment.commission ?? 0);
      const { transfer, commission, ...rest } = payment;
      void [transfer, commission];
      return rest;
    },
    end(lastLine) {
      const { columns, footer } = profile;
      if (footer !== null && stated === null) faults.add('PAYMENTS_REGISTRY_FOOTER_MISSING', { line: lastLine });
      if (faults.count === 0 && sums.payments === 0) faults.add('PAYMENTS_REGISTRY_EMPTY', { line: lastLine });
      // Lines that could not be read are missing in the sums: their own faults say so better.
      if (faults.count === 0 && stated !== null) compareTotals(stated, sums, columns, lastLine, faults);
      return {
        payments: sums.payments,
        amountKopecks: sums.amount,
        transferKopecks: columns.includes('transfer') ? sums.transfer : (stated?.transfer ?? null),
        commissionKopecks: columns.includes('commission') ? sums.commission : (stated?.commission ?? null),
        order: stated?.order ?? null,
      };
    },
  };
}

type ReadPayment = RegistryPayment & { readonly transfer: Kopecks | null; readonly commission: Kopecks | null };

function readPayment(text: string, line: number, profile: LinesProfile, faults: FaultList): ReadPayment | null {
  const { columns, separator, dateForm, decimalMark } = profile;
  const fields = text.split(separator);
  if (fields.length !== columns.length) {
    faults.add('PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED', { line, expected: columns.length, found: fields.length });
    return null;
  }
  const before = faults.count;
  const field = (name: RegistryColumn) => fields[columns.indexOf(name)]?.trim() ?? '';
  const fault = (code: string, name: RegistryColumn) =>
    faults.add(code, { line, column: columns.indexOf(name) + 1, name });
  const amountOf = (name: RegistryColumn): Kopecks | null => {
    if (!columns.includes(name)) return null;
    const amount = readAmount(field(name), decimalMark);
    const least = name === 'amount' ? 1 : 0;
    if (amount !== null && amount >= least && amount <= AMOUNT_KOPECKS_LIMIT) return amount;
    if (amount === null) fault('PAYMENTS_REGISTRY_AMOUNT_INVALID', name);
    else if (amount < least) fault('PAYMENTS_REGISTRY_AMOUNT_ZERO', name);
    else {
      const details = { line, column: columns.indexOf(name) + 1, name, limitKopecks: AMOUNT_KOPECKS_LIMIT };
      faults.add('PAYMENTS_REGISTRY_AMOUNT_TOO_LARGE', details);
    }
    return null;
  };
  const paidOn = readDate(field('paid_on'), dateForm);
  if (paidOn === null) fault('PAYMENTS_REGISTRY_DATE_INVALID', 'paid_on');
  const period = readPeriod(field('period'));
  if (period === null) fault('PAYMENTS_REGISTRY_PERIOD_INVALID', 'period');
  const operationId = readOperationField(field('operation_id'), () =>
    fault('PAYMENTS_REGISTRY_OPERATION_INVALID', 'operation_id'),
  );
  for (const name of ['time', 'branch', 'terminal'] as const) {
    if (field(name).length > PLACE_CHARACTERS_MAX) fault('PAYMENTS_REGISTRY_PLACE_INVALID', name);
  }
  const amount = amountOf('amount');
  const transfer = amountOf('transfer');
  const commission = amountOf('commission');
  if (amount !== null && transfer !== null && commission !== null && amount !== transfer + commission) {
    faults.add('PAYMENTS_REGISTRY_COMMISSION_MISMATCH', {
      line,
      column: columns.indexOf('amount') + 1,
      amount: roublesText(amount),
      expected: roublesText(transfer + commission),
    });
  }
  if (faults.count > before || paidOn === null || amount === null) return null;
  return {
    line,
    operationId,
    reference: operationId,
    paidOn,
    time: field('time'),
    branch: field('branch'),
    terminal: field('terminal'),
    ...accountOf(field('account'), { payerName: field('payer_name'), payerAddress: field('payer_address') }),
    amountKopecks: amount,
    namedPeriod: period ?? null,
    recipientAccount: null,
    transfer,
    commission,
  };
}

/** What is no number of an account may be a name: it stays with the personal data of the line. */
export function accountOf(
  stated: string,
  payer: Readonly<Record<string, string>>,
): Pick<RegistryPayment, 'account' | 'payer'> {
  const isNumber = ACCOUNT_FORM.test(stated);
  const all = { ...payer, ...(isNumber || stated === '' ? {} : { statedAccount: stated }) };
  return {
    account: isNumber ? stated : '',
    payer: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
  };
}

function readOperationField(text: string, fault: () => void): string | null {
  if (text === '') return null;
  const operationId = readOperation(text);
  if (operationId === null) fault();
  return operationId;
}

function readFooter(text: string, line: number, profile: LinesProfile, faults: FaultList): StatedTotals {
  const { mark, columns } = profile.footer as NonNullable<LinesProfile['footer']>;
  const fields = text.slice(mark.length).split(profile.separator);
  if (fields.length !== columns.length) {
    faults.add('PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED', { line, expected: columns.length, found: fields.length });
    return { count: null, total: null, transfer: null, commission: null, order: null };
  }
  const read = <Value>(name: FooterColumn, reader: (text: string) => Value | null): Value | null => {
    const index = columns.indexOf(name);
    if (index === -1) return null;
    const value = reader((fields[index] as string).trim());
    if (value === null) faults.add('PAYMENTS_REGISTRY_FOOTER_INVALID', { line, column: index + 1, name });
    return value;
  };
  const amount = (one: string) => readAmount(one, profile.decimalMark);
  const number = read('order_number', (one) => (one.length <= PLACE_CHARACTERS_MAX ? one : null));
  const date = read('order_date', (one) => (one === '' ? undefined : readDate(one, profile.dateForm)));
  return {
    count: read('count', (one) => (/^\d{1,9}$/.test(one) ? Number(one) : null)),
    total: read('total', amount),
    transfer: read('total_transfer', amount),
    commission: read('total_commission', amount),
    order: number === null || number === '' ? null : { number, date: date ?? null },
  };
}

type SummedColumn = 'amount' | 'transfer' | 'commission';

/** As the refusal calls them to a person: the file itself has no names for its columns. */
const NAMES_OF_TOTALS: Readonly<Record<SummedColumn, string>> = {
  amount: 'сумма',
  transfer: 'перечисление',
  commission: 'комиссия',
};

function compareTotals(
  stated: StatedTotals,
  sums: { readonly payments: number; readonly amount: number; readonly transfer: number; readonly commission: number },
  columns: readonly RegistryColumn[],
  line: number,
  faults: FaultList,
): void {
  if (stated.count !== null && stated.count !== sums.payments) {
    faults.add('PAYMENTS_REGISTRY_COUNT_MISMATCH', { line, stated: stated.count, counted: sums.payments });
  }
  const compare = (column: SummedColumn, one: Kopecks | null, counted: Kopecks) => {
    if (one === null || one === counted || !columns.includes(column)) return;
    const details = { line, name: NAMES_OF_TOTALS[column], stated: roublesText(one), counted: roublesText(counted) };
    faults.add('PAYMENTS_REGISTRY_SUM_MISMATCH', details);
  };
  compare('amount', stated.total, sums.amount);
  compare('transfer', stated.transfer, sums.transfer);
  compare('commission', stated.commission, sums.commission);
}
