import { renderToStaticMarkup } from 'preact-render-to-string';
import { VNode } from 'preact';
import { DEBT_FIGURES, DebtTotals } from '../../api/debtors-list';
import { NO_TURNOVER } from '../../api/turnover-sheet';
import { DebtorsPage, DebtorsTyped } from './debtors.page';
import { TurnoverSheetPage } from './turnover.page';

const NO_ROWS = { rows: [], count: 0, page: 1, pages: 1 };
const NAMES = { houses: [], utilities: [] };
const TYPED = {
  ...{ asOf: '2026-10-31', knownAt: '', houseId: 'H2', payee: '', above: '', overdueDays: '' },
  ...{ instalments: '', order: '' },
} satisfies DebtorsTyped;

function wordsOf(page: VNode): string {
  const words = renderToStaticMarkup(page).replaceAll(/<[^>]+>/g, ' ');
  return words.replaceAll(/[\s\u202f]+/g, ' ').replaceAll(/ ([.,;])/g, '$1');
}

function debtorsPage(overpaidKopecks: number): VNode {
  const total = Object.fromEntries(DEBT_FIGURES.map((figure) => [figure, 0])) as DebtTotals;
  const reconciled = { period: '2026-10', turnoverKopecks: 1_000_50, debtorsKopecks: 1_000_50, overpaidKopecks };
  const found = { ...NO_ROWS, total };
  const asked = { typed: TYPED, names: NAMES, found, reconciled, today: '2026-11-05', mayAgree: true, errors: [] };
  return <DebtorsPage {...asked} />;
}

it('the list of debtors names the total that the turnover sheet shows, and why it is less', () => {
  expect(wordsOf(debtorsPage(50_25))).toContain(
    'долги на конец месяца там те же, 1 000,50 ₽; переплаты — 50,25 ₽, и всего на конец в ведомости 950,25 ₽.',
  );
  expect(wordsOf(debtorsPage(0))).toContain('долги на конец месяца там те же, 1 000,50 ₽.');
});

it('leads to the sheet of the same house', () => {
  expect(renderToStaticMarkup(debtorsPage(0))).toMatch(/href="\/turnover\?[^"]*by=account&amp;houseId=H2"/);
});

it('the turnover sheet by account names the debts that the list of debtors comes to', () => {
  const atEnd = { debtsKopecks: 1_000_50, overpaidKopecks: 50_25 };
  const sheet = { ...NO_ROWS, total: { ...NO_TURNOVER, closingKopecks: 950_25 }, atEnd };
  const asked = { from: '2026-10', to: '2026-10', by: 'account', houseId: '', account: '', knownAt: '' } as const;
  const page = <TurnoverSheetPage {...{ asked, sheet, names: NAMES, today: '2026-11-05', errors: [] }} />;
  expect(wordsOf(page)).toContain('На конец: долги 1 000,50 ₽ − переплаты 50,25 ₽ = всего 950,25 ₽.');
});
