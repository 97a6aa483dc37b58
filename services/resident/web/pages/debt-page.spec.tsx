import { renderToStaticMarkup } from 'preact-render-to-string';
import { AgedAccount, InstalmentsCard } from '#services/billing/api/client';
import { DebtPage } from './debt.page';

/** One month of which the contribution and the penalty are so much, and so much of the penalty stands on slips. */
function owing(
  principalKopecks: number,
  penaltyKopecks: number,
  penaltyPostedKopecks: number,
  months = 1,
): AgedAccount {
  const line = { period: '2026-08', dueDate: '2026-09-15', timeBarred: false, byUtility: [] };
  const sums = { principalKopecks, penaltyKopecks, penaltyPostedKopecks };
  const payee = {
    payee: 'main',
    principalKopecks,
    penaltyKopecks,
    advanceKopecks: 0,
    lines: Array(months).fill({ ...line, ...sums }),
  };
  return { account: '0017', payees: [payee] } as unknown as AgedAccount;
}

const FORECAST = [{ on: '2026-10-22', penaltyKopecks: 50_00 }];

function pageOf(debt: AgedAccount, instalments: readonly InstalmentsCard[] = []): string {
  const day = '2026-10-15';
  return renderToStaticMarkup(
    <DebtPage
      {...{ today: day, asOf: day, knownAt: null, debt, knownToday: null }}
      {...{ forecast: FORECAST, instalments, utilities: [], errors: [] }}
    />,
  );
}

function wordsOf(debt: AgedAccount, instalments: readonly InstalmentsCard[] = []): string {
  return pageOf(debt, instalments)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,])/g, '$1');
}

it('a penalty of no slip yet is named as such beside a debt that is paid', () => {
  const words = wordsOf(owing(0, 12_34, 0));
  expect(words).toContain('Основного долга нет, пени 12,34 ₽. Эти пени ещё не выставлены к оплате');
  expect(words).toContain('Сейчас платить их не нужно');
});

it('of a penalty that slips have asked for in part, the other part is named', () => {
  expect(wordsOf(owing(1_000_00, 12_34, 10_00))).toContain(
    'Основной долг 1 000,00 ₽, пени 12,34 ₽. Из них 2,34 ₽ ещё не выставлены к оплате',
  );
});

it('a penalty that slips have asked for, or none, says nothing of slips', () => {
  expect(wordsOf(owing(1_000_00, 12_34, 12_34))).not.toContain('не выставлены');
  expect(wordsOf(owing(0, 0, 0))).toContain('Основного долга нет, пени нет.');
});

it('a debt of the system before stands among those by utility as a whole, so that they add up', () => {
  const debt = owing(1_000_00, 0, 0);
  expect(wordsOf(debt)).toMatch(/Все услуги: долг из прежней программы\s+1 000,00 ₽\s+Всего\s+1 000,00 ₽/);
  const [payee] = debt.payees;
  const [line] = payee?.lines ?? [];
  const byUtility = [{ utility: 'heating', principalKopecks: 1_000_00 }];
  const divided = { ...debt, payees: [{ ...payee, lines: [{ ...line, byUtility }] }] } as unknown as AgedAccount;
  expect(wordsOf(divided)).toMatch(/heating\s+1 000,00 ₽\s+Всего\s+1 000,00 ₽/);
  expect(wordsOf(divided)).not.toContain('прежней программы');
});

it('the sum and the way to pay it come first, and many months of a debt wait until they are asked for', () => {
  const html = pageOf(owing(1_000_00, 0, 0, 4));
  const [sum, pay, form] = ['class="sum"', 'href="/pay"', '<form'].map((part) => html.indexOf(part));
  expect([sum, pay, form]).toEqual([sum, pay, form].toSorted((one = 0, other = 0) => one - other));
  expect(sum).toBeGreaterThan(0);
  const months = html.indexOf('По месяцам, за которые возник долг');
  expect(html.lastIndexOf('<summary>За какие месяцы: 4\u00a0месяца</summary>', months)).toBeGreaterThan(0);
  expect(pageOf(owing(1_000_00, 0, 0, 3))).not.toContain('За какие месяцы');
});

it('a debt that is paid by parts says what is next, and forecasts no penalty that depends on it', () => {
  const agreement = {
    payee: 'main',
    parts: [
      { dueOn: '2026-10-20', amountKopecks: 500_00, paid: true },
      { dueOn: '2026-11-20', amountKopecks: 500_00, paid: false },
      { dueOn: '2026-12-20', amountKopecks: 500_00, paid: false },
    ],
    amountKopecks: 1_500_00,
    leftParts: 2,
    leftKopecks: 1_000_00,
    next: { dueOn: '2026-11-20', amountKopecks: 500_00 },
    overdueKopecks: 0,
  } as unknown as InstalmentsCard;
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
  const words = plain(wordsOf(owing(1_000_00, 0, 0), [agreement]));
  expect(words).toContain('Рассрочка до 20 декабря 2026');
  expect(words).toContain('Осталось 2 части, всего 1 000,00 ₽. Следующая 500,00 ₽ до 20 ноября 2026');
  expect(words.replaceAll(/\s+/g, ' ')).toContain(
    '20 октября 2026 оплачена 500,00 ₽ 20 ноября 2026 не оплачена 500,00 ₽ 20 декабря 2026 не оплачена 500,00 ₽ Всего 1 500,00 ₽',
  );
  expect(words).toContain('пени на этот долг не начисляются');
  expect(words).not.toContain('Если не платить');
  expect(plain(wordsOf(owing(1_000_00, 0, 0)))).toContain('Если не платить');
  const late = plain(wordsOf(owing(1_000_00, 0, 0), [{ ...agreement, overdueKopecks: 500_00 }]));
  expect(late).toContain('Срок этой части прошёл');
});
