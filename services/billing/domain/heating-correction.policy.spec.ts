import { Rational } from '#libs/money';
import { correctHeatingOfYear } from './heating-correction.policy';

const q = (text: string) => Rational.parse(text);

function correction(area: string, houseArea: string, gcal: string, tariff: string, chargedKopecks: number) {
  return correctHeatingOfYear({
    areaM2: q(area),
    houseAreaM2: q(houseArea),
    houseVolumeGcal: q(gcal),
    tariff: q(tariff),
    chargedKopecks,
  });
}

describe('the yearly correction of heating', () => {
  it('gives back what the mean charged above the fact', () => {
    // 54.2 × 1620 / 8450.3 × 2350.40 = 24422.153249; charged 12 × 2484.14
    const { amountKopecks, factKopecks } = correction('54.2', '8450.3', '1620', '2350.40', 2980968);
    expect(factKopecks).toBe(2442215);
    expect(amountKopecks).toBe(-538753);
  });

  it('charges what the mean left out', () => {
    // 50 × 100 / 1000 × 2000 = 10000.00
    expect(correction('50', '1000', '100', '2000', 900000).amountKopecks).toBe(100000);
  });

  it('is nothing when the mean was right', () => {
    expect(correction('50', '1000', '100', '2000', 1000000).amountKopecks).toBe(0);
  });

  it('explains itself', () => {
    const { formula, exact } = correction('50', '1000', '100', '2000', 900050);
    expect(formula).toBe('50 * 100 / 1000 * 2000 - 9000.5');
    expect(exact).toBe('999.5');
  });

  it('needs a house with an area', () => {
    expect(() => correction('50', '0', '100', '2000', 0)).toThrow(RangeError);
  });
});
