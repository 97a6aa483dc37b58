import { BillingOfficeClient, TurnoverSheetRow } from '#services/billing/api/client';
import { NO_TURNOVER, TurnoverSheet } from './turnover-sheet';

/** Two debts and an overpayment, by the end of October. */
const CLOSING = [700_00, -50_25, 300_50];
const QUESTION = { from: '2026-10', to: '2026-10' } as const;

function sheetOf(closing: readonly number[]): TurnoverSheet {
  const rows = closing.map((closingKopecks) => ({ ...NO_TURNOVER, closingKopecks }) as unknown as TurnoverSheetRow);
  const turnover = async function* () {
    yield* rows;
  };
  return new TurnoverSheet({ turnover } as unknown as BillingOfficeClient);
}

it('tells debts and overpayments of accounts apart, and their difference is its total', async () => {
  const { atEnd, total } = await sheetOf(CLOSING).page({ ...QUESTION, by: 'account' }, 1);
  expect(atEnd).toEqual({ debtsKopecks: 1_000_50, overpaidKopecks: 50_25 });
  expect(total.closingKopecks).toBe(950_25);
  expect(await sheetOf(CLOSING).balancesAtEnd(QUESTION)).toEqual(atEnd);
});

it('cannot tell them apart where a row is a house', async () => {
  expect((await sheetOf(CLOSING).page({ ...QUESTION, by: 'house' }, 1)).atEnd).toBeNull();
});
