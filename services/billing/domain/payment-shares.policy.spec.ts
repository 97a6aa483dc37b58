import { sharePayments } from './payment-shares.policy';

const BILLED = [
  { utility: 'water', amountKopecks: 300_00 },
  { utility: 'upkeep', amountKopecks: 600_00 },
];
const paid = (amountKopecks: number, part: 'principal' | 'penalty' = 'principal', period = '2026-09') => ({
  period,
  part,
  amountKopecks,
});
const shares = (...payments: Parameters<typeof sharePayments>[0]) =>
  sharePayments(payments, (period) => (period === '2026-09' ? BILLED : []));

it('a payment is shared among the utilities of its month in proportion to what was billed', () => {
  expect(shares([paid(90_00)])).toEqual([
    [
      {
        ...paid(90_00),
        byUtility: [
          { utility: 'water', amountKopecks: 30_00 },
          { utility: 'upkeep', amountKopecks: 60_00 },
        ],
      },
    ],
  ]);
});

it('the payments of a month together pay each utility exactly', () => {
  const all = shares([paid(100_01)], [paid(333_33)], [paid(466_66)]).flat();
  const sumOf = (utility: string) =>
    all
      .flatMap(({ byUtility }) => byUtility)
      .reduce((sum, one) => sum + (one.utility === utility ? one.amountKopecks : 0), 0);
  expect([sumOf('water'), sumOf('upkeep')]).toEqual([300_00, 600_00]);
  for (const { amountKopecks, byUtility } of all) {
    expect(byUtility.reduce((sum, one) => sum + one.amountKopecks, 0)).toBe(amountKopecks);
    expect(byUtility.every((one) => one.amountKopecks > 0)).toBe(true);
  }
});

it('penalty, and a month whose utilities are not known, are not shared', () => {
  expect(shares([paid(5_00, 'penalty'), paid(50_00, 'principal', '2026-01')])).toEqual([
    [
      { ...paid(5_00, 'penalty'), byUtility: [] },
      { ...paid(50_00, 'principal', '2026-01'), byUtility: [] },
    ],
  ]);
});

it('what was given back for a utility is paid by nobody', () => {
  const billed = [
    { utility: 'water', amountKopecks: 100_00 },
    { utility: 'heating', amountKopecks: -40_00 },
  ];
  const [[part] = []] = sharePayments([[paid(60_00)]], () => billed);
  expect(part?.byUtility).toEqual([{ utility: 'water', amountKopecks: 60_00 }]);
});
