import { PayeeFigures } from '../account-period.events';
import { DebtLine, EMPTY_LEDGER, Ledgers, Money } from '../ledger';
import { ledgerRules } from '../ledger-rules.policy';
import { PayeeRequisites } from '../reference.events';
import { SlipContent, SlipPayee } from '../slip-content';
import { slipContent, SlipFacts } from '../slip-content.policy';
import { aBook } from './book-builder';
import { chargeMonths } from './charged-months';
import { aDossier } from './dossier-builder';
import { Dossier } from '../dossier';
import { ReferenceBook } from '../reference-book';

export const COMPANY: PayeeRequisites = {
  payee: 'main',
  name: 'ООО «УК Тест»',
  inn: '7707083893',
  kpp: '770701001',
  ogrn: '1027700132195',
  bankName: 'ПАО БАНК',
  bic: '044525225',
  bankAccount: '40702810138250123017',
  correspondentAccount: '30101810400000000225',
  address: 'Москва, ул. Тестовая, 1',
  phone: '+7 495 000-00-00',
};

export const FUND: PayeeRequisites = { ...COMPANY, payee: 'capital_repair', name: 'Фонд капитального ремонта' };

export const NO_LEDGERS: Ledgers = { main: EMPTY_LEDGER, capital_repair: EMPTY_LEDGER };

export function figures(payee: PayeeFigures['payee'], changes: Partial<PayeeFigures> = {}): PayeeFigures {
  const nothing = { openingKopecks: 0, chargedKopecks: 0, recalculatedKopecks: 0, penaltyKopecks: 0 };
  return { payee, ...nothing, paymentsKopecks: 0, closingKopecks: 0, ...changes };
}

export function aDebtLine(period: string, dueOn: string, principalKopecks: number): DebtLine {
  const unpaid = { openingPenaltyKopecks: 0, postedPenaltyKopecks: 0, principalPaid: [], penaltyPaid: [], billed: {} };
  return { period, dueOn, opening: true, principalKopecks, ...unpaid };
}

export function aPayment(paymentId: string, receivedOn: string): Money {
  return { moneyId: `payment:${paymentId}`, paymentId, receivedOn, reservedFor: null, restKopecks: 0, freed: [] };
}

export interface SlipStory extends Partial<Omit<SlipFacts, 'closed'>> {
  readonly payees?: readonly PayeeFigures[];
  readonly dossier?: Dossier;
  readonly book?: ReferenceBook;
}

/** March 2026, or the period of the story, charged and closed by the engine; the story says the sums of the payees. */
export function slipOf(story: SlipStory = {}): SlipContent {
  const { book = aBook(), dossier = aDossier({ connected: { upkeep: {} } }), period = '2026-03' } = story;
  const months = chargeMonths(dossier, book, period);
  const calculation = months.calculation(period);
  const content = slipContent({
    period,
    payerId: 'person-1',
    dossier,
    lines: calculation,
    closed: { dueOn: '2026-04-15', payees: story.payees ?? [], records: calculation.records },
    ledgers: NO_LEDGERS,
    book,
    rules: ledgerRules(book),
    requisites: [COMPANY, FUND],
    ...story,
  });
  if ('code' in content) throw new Error(JSON.stringify(content));
  return content;
}

/** A slip whose sums hold: 1000.00 of debt, 1376.68 charged for 54.2 m² of upkeep at 25.40, 500.00 paid. */
export function aSlip(changes: Partial<SlipContent> = {}): SlipContent {
  const owing = { openingKopecks: 100_000, chargedKopecks: 137_668, paymentsKopecks: 50_000, closingKopecks: 187_668 };
  return { ...slipOf({ payees: [figures('main', owing)] }), ...changes };
}

/** The slip with its only payee changed. */
export function withPayee(content: SlipContent, changes: Partial<SlipPayee>): SlipContent {
  return { ...content, payees: content.payees.map((payee) => ({ ...payee, ...changes })) };
}
