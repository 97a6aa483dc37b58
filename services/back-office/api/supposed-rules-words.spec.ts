import { OfficeNames } from '#services/billing/api/client';
import { houseInWords, supposedRulesInWords } from './supposed-rules-words';

const NAMES: OfficeNames = {
  houses: [{ houseId: 'H1', address: 'ул. Учебная, д. 12' }],
  utilities: [
    {
      ...{ utility: 'hot_water', name: 'Горячая вода', unit: 'm3', kind: 'metered_two_part', payee: 'main' },
      ...{ components: ['water', 'heat'], hasWholeTariff: false, supplies: [] },
    },
  ],
};
const plain = (texts: readonly string[]) => texts.map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '));

describe('rules that are supposed, in words', () => {
  it('each say what they are, where, how much and since when', () => {
    const from = '2026-10-01';
    const words = supposedRulesInWords(
      {
        tariffs: [{ utility: 'hot_water', part: 'heat', house: 'H1', price: '2350.4', from }],
        norms: [{ utility: 'hot_water', per: 'person_month', norm: '4.745', from }],
        coefficients: [{ utility: 'hot_water', coefficient: '1.5', from }],
        keyRates: [{ percent: '15', from }],
        settings: [{ key: 'period_close', value: 'TWO_PEOPLE', from }],
        houseVolumes: [{ house: 'H1', utility: 'hot_water', period: '2026-09', volume: '93.5' }],
      },
      NAMES,
    );
    expect(plain(words)).toEqual([
      'Тариф. Горячая вода, подогрев, ул. Учебная, д. 12: 2 350,40 ₽ за Гкал с 1 октября 2026',
      'Норматив. Горячая вода, на человека в месяц: 4,745 с 1 октября 2026',
      'Повышающий коэффициент. Горячая вода: 1,5 с 1 октября 2026',
      'Ключевая ставка Банка России, % годовых: 15 с 1 октября 2026',
      'Настройка. Кто закрывает месяц: два сотрудника с 1 октября 2026',
      'Объём общедомового счётчика. Горячая вода, ул. Учебная, д. 12, сентябрь 2026: 93,5 Гкал',
    ]);
  });

  it('call a house that nobody knows by its number', () => {
    expect(houseInWords('H9', NAMES)).toBe('дом H9');
  });
});
