import { EarlierRecalculations } from './earlier-recalculations.policy';
import { RecalculationReason } from './calculation';
import { putRightBy, saysVolume, standingCharge, standingQuantity } from './standing-charge.policy';
import { aChargedPeriod, aChargeLine, withRecalculated } from './testing/charged-period';
import { formulaValue } from './testing/formula-value';
import { recalculated } from './testing/ledger-story';

const WATER = { utility: 'cold_water', component: null } as const;
/** March was misread as 50 m³; the reading was corrected to 10 in April. */
const line = aChargeLine('cold_water', 2243_00, { quantity: '50', tariff: '44.86' });
const march = aChargedPeriod('2026-03', line, aChargeLine('hot_water', 500_00));
const corrected = withRecalculated(
  march,
  { utility: 'cold_water', quantity: '-40', amountKopecks: -1794_40, eventId: 'april' },
  { utility: 'hot_water', quantity: '-1', amountKopecks: -7_00, eventId: 'april' },
);
const recorded = (reason: RecalculationReason, amountKopecks: number, period = '2026-03') => ({
  ...recalculated(period, 'cold_water', amountKopecks),
  reason,
});
const earlier = (...lines: ReturnType<typeof recorded>[]): EarlierRecalculations => ({
  'act-17': {
    grounds: { kind: 'replay', replayId: 'r-1', lines: [] },
    lines,
    reversed: false,
    recordedOn: '2026-05-02',
    approvalId: 'a-1',
  },
});

describe('what a month stands at', () => {
  it('is what it was charged where nothing has changed it', () => {
    expect(standingCharge(WATER, [march], [])).toMatchObject({
      kopecks: 2243_00,
      text: '2243.00',
      inputs: [{ name: 'charged', value: '2243.00', eventId: 'charged 2026-03' }],
    });
  });

  it('has what the monthly run gave back by itself, with the event that posts it', () => {
    const standing = standingCharge(WATER, [corrected], []);
    expect(standing).toMatchObject({
      chargedKopecks: 2243_00,
      kopecks: 448_60,
      text: '(2243.00 - 1794.40)',
      inputs: [
        { name: 'charged', value: '2243.00', eventId: 'charged 2026-03' },
        { name: 'recalculated', value: '-1794.40', eventId: 'april' },
      ],
    });
    expect(formulaValue(standing.text).toDecimal(2)).toBe('448.6');
    expect(standingQuantity(line, corrected, []).toText()).toBe('10');
  });

  it('has what put a volume or a price right, and not what lowers a right fee', () => {
    const putRight = putRightBy(
      earlier(
        recorded('replay', 100_00),
        recorded('provider_error', -50_00),
        recorded('tampering', 7_00),
        recorded('interruption', -1_00),
        recorded('cold', -1_00),
        recorded('relief', -1_00),
        recorded('provider_fine', -1_00),
        recorded('replay', 33_00, '2026-04'),
      ),
    );
    expect(standingCharge(WATER, [march], putRight)).toMatchObject({ kopecks: 2300_00, text: '(2243.00 + 57.00)' });
  });

  it('has nothing that was taken back', () => {
    const [one] = Object.values(earlier(recorded('replay', 100_00)));
    expect(putRightBy({ one: { ...(one as NonNullable<typeof one>), reversed: true } })).toEqual([]);
  });
});

test('an error of the provider and a tampering act say a volume, unless it is the price alone that was wrong', () => {
  const says = (reason: RecalculationReason, quantity: string) => saysVolume({ reason, quantity });
  expect([says('provider_error', '-2'), says('tampering', '90')]).toEqual([true, true]);
  const others: RecalculationReason[] = ['replay', 'relief', 'provider_fine', 'interruption', 'reversal'];
  expect([says('provider_error', '0'), ...others.map((reason) => says(reason, '-2'))]).not.toContain(true);
});
