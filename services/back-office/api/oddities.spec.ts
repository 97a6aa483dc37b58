import { PreviewedClose } from '#services/billing/api/client';
import { addToPreview, byGravity, lookAt, NO_PREVIEW, Oddity } from './oddities';

const row = (changes: Partial<PreviewedClose> = {}): PreviewedClose => {
  const plain = {
    account: 'A',
    houseId: 'H1',
    period: '2026-10',
    chargedKopecks: 100_00,
    recalculatedKopecks: 0,
    refused: null,
    refusedDetails: {},
  };
  const row = { ...plain, chargedBeforeKopecks: 100_00, owedKopecks: 0, owedBeforeKopecks: 0, ...changes };
  const { chargedBeforeKopecks: before } = row;
  return { ...row, differenceKopecks: before === null ? null : row.chargedKopecks + row.recalculatedKopecks - before };
};

it.each<[string, Partial<PreviewedClose>, readonly Oddity[]]>([
  ['as much as the month before', {}, []],
  ['30 % more', { chargedKopecks: 130_00 }, []],
  ['more than 30 % more', { chargedKopecks: 130_01 }, ['more']],
  ['30 % less', { chargedKopecks: 70_00 }, []],
  ['more than 30 % less', { chargedKopecks: 69_99 }, ['less']],
  ['nothing charged', { chargedKopecks: 0 }, ['zero', 'less']],
  ['a recalculation larger than the charges', { recalculatedKopecks: -100_01 }, ['negative', 'recalculated', 'less']],
  ['a recalculation as large as the charges', { recalculatedKopecks: -100_00 }, ['recalculated', 'less']],
  ['a recalculation of 30 % of the charges', { recalculatedKopecks: 30_00 }, []],
  ['a recalculation of more than 30 % of the charges', { recalculatedKopecks: 30_01 }, ['recalculated', 'more']],
  [
    'a recalculation where nothing is charged',
    { chargedKopecks: 0, recalculatedKopecks: 100_00 },
    ['recalculated', 'zero'],
  ],
  ['no month before', { chargedBeforeKopecks: null, owedBeforeKopecks: null }, ['first']],
  ['something left unpaid, and nothing the month before', { owedKopecks: 1 }, ['new_debtor']],
  ['something left unpaid as the month before', { owedKopecks: 5_00, owedBeforeKopecks: 1 }, []],
  ['a rule that is missing', { refused: 'BILLING_NO_RULE_IN_FORCE', chargedKopecks: 0 }, ['refused']],
])('%s', (_, changes, expected) => {
  expect(lookAt(row(changes)).oddities).toEqual(expected);
});

it.each([
  [103_00, 3],
  [102_44, 2.4],
  [102_45, 2.5],
  [97_99, -2],
  [97_55, -2.5],
  [99_98, 0],
  [100_00, 0],
])('%d kopecks after 10000 differ by %d per cent', (chargedKopecks, percent) => {
  expect(lookAt(row({ chargedKopecks })).differencePercent).toBe(percent);
});

it('the gravest stand first, then what differs most, then the others in their order', () => {
  const rows = [
    row({ account: 'plain 1' }),
    row({ account: 'much more', chargedKopecks: 300_00 }),
    row({ account: 'plain 2', chargedKopecks: 110_00 }),
    row({ account: 'refused', refused: 'BILLING_NO_RULE_IN_FORCE' }),
    row({ account: 'most', chargedKopecks: 400_00 }),
    row({ account: 'zero', chargedKopecks: 0 }),
  ];
  const order = ['refused', 'zero', 'most', 'much more', 'plain 1', 'plain 2'];
  const looked = rows.map(lookAt).sort(byGravity);
  expect(looked.map(({ account }) => account)).toEqual(order);
});

it('the sums leave out what cannot be closed', () => {
  const refused = row({ refused: 'BILLING_NO_RULE_IN_FORCE', chargedKopecks: 0 });
  const rows = [row(), row({ chargedKopecks: 160_00, recalculatedKopecks: -5_00 }), refused];
  expect(rows.map(lookAt).reduce(addToPreview, NO_PREVIEW)).toEqual({
    accounts: 2,
    refused: 1,
    odd: 2,
    chargedKopecks: 260_00,
    recalculatedKopecks: -5_00,
    chargedBeforeKopecks: 200_00,
    differenceKopecks: 55_00,
    differencePercent: 27.5,
  });
});
