import { RecordedEvent } from '#libs/kernel';
import { sumKopecks } from '#libs/money';
import { foldProjection, projectionSpec, recorded } from '#libs/testing';
import { PayeeFigures } from '../domain/account-period.events';
import { Ledgers } from '../domain/ledger';
import { aCalculation, AccountStory, ledgersWith } from '../domain/testing/account-story';
import { billed } from '../domain/testing/ledger-story';
import { postingProjection, PostingRow } from './posting.projection';

const spec = projectionSpec(postingProjection);

const ACCOUNT = '0045120001';
const AT = '2026-03-31T19:00:00.000Z';
const event = <Data extends object>(type: string, effectiveOn: string, data: Data) =>
  recorded(
    type,
    { account: ACCOUNT, period: '2026-03', effectiveOn, ...data },
    { eventId: 'told', metadata: { recordedAt: AT } },
  );
const row = (said: Partial<PostingRow> & Pick<PostingRow, 'kind' | 'effectiveOn' | 'amountKopecks'>): PostingRow => ({
  account: ACCOUNT,
  payee: 'main',
  period: '2026-03',
  recordedAt: AT,
  paymentId: null,
  eventId: 'told',
  ...said,
});
const { rules } = new AccountStory();
const LEDGERS: Ledgers = ledgersWith(
  rules,
  { period: '2026-01', kind: 'principal', amountKopecks: 500_00 },
  { period: '2026-02', kind: 'penalty', amountKopecks: 7_00 },
);
const opened = (carriedFrom: string | null) =>
  event('PeriodOpened', '2026-03-01', { houseId: 'H1', carriedFrom, ledgers: LEDGERS });

describe('PeriodOpened', () => {
  it('posts what the system before brought forward, to each payee that has any', () => {
    spec
      .given([opened(null)])
      .thenKeys('told|main|opening')
      .then('told|main|opening', row({ kind: 'opening', effectiveOn: '2026-03-01', amountKopecks: 507_00 }))
      .thenColumns('told|main|opening', {
        account: ACCOUNT,
        payee: 'main',
        period: '2026-03',
        backdated: 0,
        effective_on: '2026-03-01',
        recorded_at: AT,
        amount_kopecks: 507_00,
      });
  });

  it('posts nothing where it carries an earlier period forward', () => {
    spec.given([opened('2026-02')]).thenKeys();
  });
});

it('PaymentCredited: lowers the debt, with the month that the payer named', () => {
  const said = { payee: 'main', paymentId: 'p1', amountKopecks: 200_00, namedPeriod: '2026-02', movements: [] };
  spec
    .given([event('PaymentCredited', '2026-03-12', said)])
    .thenKeys('told|main|payment')
    .then(
      'told|main|payment',
      row({
        kind: 'payment',
        effectiveOn: '2026-03-12',
        amountKopecks: -200_00,
        paymentId: 'p1',
      }),
    );
});

it('PaymentCreditReversed: raises the debt again', () => {
  const said = { payee: 'capital_repair', paymentId: 'p1', amountKopecks: 200_00, reason: 'bank error', movements: [] };
  spec
    .given([event('PaymentCreditReversed', '2026-03-20', said)])
    .thenKeys('told|capital_repair|reversal')
    .then(
      'told|capital_repair|reversal',
      row({
        kind: 'reversal',
        payee: 'capital_repair',
        effectiveOn: '2026-03-20',
        amountKopecks: 200_00,
        paymentId: 'p1',
      }),
    );
});

it('PeriodClosed: posts charges, recalculations and penalty of each payee, where they are not nothing', () => {
  const figures: PayeeFigures = {
    payee: 'main',
    openingKopecks: 500_00,
    chargedKopecks: 900_00,
    recalculatedKopecks: -40_00,
    penaltyKopecks: 3_00,
    paymentsKopecks: 200_00,
    closingKopecks: 1_163_00,
  };
  const other: PayeeFigures = {
    ...figures,
    payee: 'capital_repair',
    chargedKopecks: 120_00,
    recalculatedKopecks: 0,
    penaltyKopecks: 0,
  };
  const on = '2026-03-31';
  spec
    .given([event('PeriodClosed', on, { dueOn: '2026-04-15', payees: [figures, other], movements: {} })])
    .thenKeys('told|main|charged', 'told|main|recalculated', 'told|main|penalty', 'told|capital_repair|charged')
    .then('told|main|charged', row({ kind: 'charged', effectiveOn: on, amountKopecks: 900_00 }))
    .then('told|main|recalculated', row({ kind: 'recalculated', effectiveOn: on, amountKopecks: -40_00 }))
    .then('told|main|penalty', row({ kind: 'penalty', effectiveOn: on, amountKopecks: 3_00 }))
    .then(
      'told|capital_repair|charged',
      row({ kind: 'charged', payee: 'capital_repair', effectiveOn: on, amountKopecks: 120_00 }),
    );
});

it('a calculation of an open period posts nothing', () => {
  spec.given([event('ChargesCalculated', '2026-03-26', { amountKopecks: 900_00 })]).thenKeys();
});

it('the postings of an account add up to what it owes after every close', () => {
  const story = new AccountStory().opens(LEDGERS);
  const balance = (events: readonly RecordedEvent[]) =>
    sumKopecks([...foldProjection(postingProjection, events).values()].map(({ document }) => document.amountKopecks));
  story.pays('p1', '2026-03-12', 300_00).closes(aCalculation([billed('upkeep', 900_00)]));
  expect(balance(story.facts)).toBe(story.close('2026-03').payees[0]?.closingKopecks);
  story.recalls('p1', '2026-04-12', 300_00).closes(aCalculation([billed('upkeep', 910_00)]));
  expect(balance(story.facts)).toBe(story.close('2026-04').payees[0]?.closingKopecks);
});

it('a payment that is told in a later month than its own is marked as such', () => {
  const said = {
    account: ACCOUNT,
    payee: 'main',
    paymentId: 'p1',
    amountKopecks: 200_00,
    namedPeriod: null,
    movements: [],
  };
  const paid = (effectiveOn: string) =>
    recorded('PaymentCredited', { ...said, period: '2026-03', effectiveOn }, { eventId: `paid ${effectiveOn}` });
  const columns = (effectiveOn: string) => {
    const [key] = postingProjection.keysOf(paid(effectiveOn));
    const row = postingProjection.evolve(null, paid(effectiveOn), key as string);
    return postingProjection.columnsOf(row as PostingRow, key as string);
  };
  expect(columns('2026-02-28')).toMatchObject({ backdated: 1 });
  expect(columns('2026-03-01')).toMatchObject({ backdated: 0 });
});
