import { aBook } from './testing/book-builder';
import { aDossier, aMeter, anAbsence, anOrder, aReading, residentsFrom } from './testing/dossier-builder';
import { aDebtLine, aPayment, COMPANY, figures, NO_LEDGERS, slipOf } from './testing/slip-builder';

/** A flat of 54.2 m² with a water meter: 5 m³ × 44.86 = 224.30, upkeep × 25.40 = 1376.68, capital repair × 13.73 = 744.17. */
const FLAT = aDossier({
  connected: { cold_water: {}, upkeep: {}, capital_repair: {} },
  meters: [aMeter('M1')],
  readings: [aReading('M1', '2026-02-20', '100'), aReading('M1', '2026-03-20', '105')],
  records: {},
});
const WATER_AND_UPKEEP = 22_430 + 137_668;

describe('what a slip asks for', () => {
  it('is to each payee the opening debt less payments and what the month brought', () => {
    const [main, fund] = slipOf({
      dossier: aDossier({ connected: { upkeep: {}, capital_repair: {} } }),
      payees: [
        figures('main', {
          openingKopecks: 100_000,
          chargedKopecks: 137_668,
          paymentsKopecks: 50_000,
          penaltyKopecks: 158,
        }),
        figures('capital_repair', { openingKopecks: 74_417, chargedKopecks: 74_417, paymentsKopecks: 74_417 }),
      ],
    }).payees;
    // 1000.00 − 500.00 + 1376.68 + 1.58
    expect(main).toMatchObject({
      debtKopecks: 100_000,
      advanceKopecks: 0,
      dueKopecks: 187_826,
      payableKopecks: 187_826,
    });
    expect(fund).toMatchObject({ dueKopecks: 74_417, payableKopecks: 74_417 });
  });

  it('is nothing to a payee with an advance, which lowers no other sum', () => {
    const content = slipOf({
      dossier: aDossier({ connected: { upkeep: {}, capital_repair: {} } }),
      payees: [
        figures('main', { openingKopecks: -150_000, chargedKopecks: 137_668 }),
        figures('capital_repair', { chargedKopecks: 74_417 }),
      ],
    });
    expect(content.payees[0]).toMatchObject({
      debtKopecks: 0,
      advanceKopecks: 150_000,
      dueKopecks: -12_332,
      payableKopecks: 0,
    });
    expect(content.payableKopecks).toBe(74_417);
  });

  it('leaves out what is time-barred at the end of the period, and shows it', () => {
    // Due on 15 March 2023, three years: barred from 16 March 2026; the next one is not.
    const lines = [aDebtLine('2023-02', '2023-03-15', 30_000), aDebtLine('2023-03', '2023-04-17', 40_000)];
    const [main] = slipOf({
      payees: [figures('main', { openingKopecks: 70_000, chargedKopecks: 137_668 })],
      ledgers: { ...NO_LEDGERS, main: { lines, money: [] } },
    }).payees;
    expect(main).toMatchObject({ dueKopecks: 207_668, timeBarredKopecks: 30_000, payableKopecks: 177_668 });
  });

  it('names the day of the last payment, and that up to which payments are counted', () => {
    const money = [aPayment('p2', '2026-03-12'), aPayment('p1', '2026-02-03')];
    const content = slipOf({ payees: [figures('main')], ledgers: { ...NO_LEDGERS, main: { lines: [], money } } });
    expect(content.payees[0]).toMatchObject({ lastPaymentOn: '2026-03-12' });
    expect(content.paymentsThrough).toBe('2026-03-31');
  });

  it('stands in the payment code of its payee in kopecks, with the account and the month, and nobody’s name', () => {
    const [main] = slipOf({ payees: [figures('main', { chargedKopecks: 137_668 })] }).payees;
    expect(main?.qr).toBe(
      'ST00012|Name=ООО «УК Тест»|PersonalAcc=40702810138250123017|BankName=ПАО БАНК|BIC=044525225' +
        '|CorrespAcc=30101810400000000225|Sum=137668|Purpose=ЖКУ 03.2026, л/с 0045120001|PayeeINN=7707083893' +
        '|PersAcc=0045120001|PaymPeriod=032026|TechCode=02',
    );
  });

  it('cannot be put into a code without requisites, and is refused', () => {
    const requisites = [{ ...COMPANY, bankName: '' }];
    expect(() => slipOf({ payees: [figures('main')], requisites })).toThrow('BILLING_PAYMENT_QR_IMPOSSIBLE');
  });
});

describe('the rows of the calculation', () => {
  it('say volume, method, tariff and sum of each utility, in the order of print', () => {
    const content = slipOf({ dossier: FLAT, payees: [figures('main', { chargedKopecks: WATER_AND_UPKEEP })] });
    const rows = content.charges.map(({ utility, basis, quantity, unit, tariff, chargedKopecks }) =>
      [utility, basis, quantity, unit, tariff, chargedKopecks].join(' '),
    );
    expect(rows).toEqual([
      'cold_water meter 5 m3 44.86 22430',
      'upkeep area 54.2 m2 25.4 137668',
      'capital_repair area 54.2 m2 13.73 74417',
    ]);
  });

  it('tell what of a sum the raising coefficient adds', () => {
    // Three persons × 6.935 = 20.805 m³ × 44.86 × 3 = 2799.94; without the coefficient 933.31.
    const [water] = slipOf({ dossier: aDossier({ connected: { cold_water: {} } }) }).charges;
    expect(water).toMatchObject({
      quantity: '20.805',
      coefficient: '3',
      chargedKopecks: 279_994,
      excessKopecks: 186_663,
    });
    expect(water?.formula).toBe('6.935 * 3 * 44.86 * 3');
  });

  it('show a recalculation beside the charge that it belongs to, and add both up', () => {
    // Away 11 full days of 31: 6.935 × 11/31 × 44.86 = −110.39 off 933.31 by norm.
    const dossier = aDossier({
      connected: { cold_water: { meterPossible: false } },
      absences: [anAbsence('2026-03-05', '2026-03-17')],
    });
    const content = slipOf({ dossier });
    expect(content.charges).toMatchObject([
      { utility: 'cold_water', chargedKopecks: 93_331, recalculatedKopecks: -11_039, totalKopecks: 82_292 },
    ]);
    expect(content.recalculations).toMatchObject([
      { utility: 'cold_water', reason: 'absence', from: '2026-03', to: '2026-03', amountKopecks: -11_039 },
    ]);
  });

  it('keep a row for what is recalculated and charged no more', () => {
    const dossier = aDossier({
      connected: { cold_water: { meterPossible: false, to: '2026-04-01' } },
      absences: [anAbsence('2026-03-05', '2026-03-17', { appliedOn: '2026-04-02' })],
    });
    expect(slipOf({ dossier, period: '2026-04' }).charges).toMatchObject([
      { utility: 'cold_water', basis: null, quantity: null, chargedKopecks: 0, totalKopecks: -11_039 },
    ]);
  });

  it('mark what is for the common property of the house', () => {
    const content = slipOf({ dossier: aDossier({ connected: { common_water: {}, upkeep: {} } }) });
    expect(content.charges.map(({ utility, common }) => `${utility} ${String(common)}`)).toEqual([
      'upkeep false',
      'common_water true',
    ]);
  });
});

describe('the premises', () => {
  it('are told with the persons of the last billed day', () => {
    const residents = [
      residentsFrom('2015-06-01', 3),
      residentsFrom('2026-03-10', 2, 2),
      residentsFrom('2026-04-01', 5),
    ];
    const book = aBook({ houses: [{ address: 'Лесная, 1' }] });
    expect(slipOf({ book, dossier: aDossier({ connected: { upkeep: {} }, residents }) }).premises).toEqual({
      address: 'Лесная, 1',
      flat: '12',
      totalAreaM2: '54.2',
      registered: 2,
      owners: 2,
    });
  });
});

describe('an order for an additional service', () => {
  it('is a row of its own under its own title, below what the company charges, with no norm beside it', () => {
    const dossier = aDossier({ connected: { upkeep: {} }, orders: [anOrder('o-1')] });
    const content = slipOf({ dossier, payees: [figures('main', { chargedKopecks: 137_668 + 150_100 })] });
    expect(content.charges.map(({ utility, name }) => [utility, name])).toEqual([
      ['upkeep', 'upkeep'],
      ['order:o-1', 'Вызов электрика'],
    ]);
    expect(content.charges[1]).toMatchObject({
      basis: 'order',
      quantity: '2',
      unit: 'час',
      tariff: '750.5',
      chargedKopecks: 150_100,
      totalKopecks: 150_100,
      common: false,
    });
    expect(content.reference.norms).toEqual([]);
  });

  it('that was cancelled after a close is a recalculation under the same title', () => {
    const cancellation = { cancelledOn: '2026-03-10', because: 'no_access', eventId: 'cancelled' } as const;
    const order = anOrder('o-1', { chargedOn: '2026-02-20', chargedIn: '2026-02', cancellation });
    const content = slipOf({
      dossier: aDossier({ connected: { upkeep: {} }, orders: [order] }),
      payees: [figures('main')],
    });
    expect(content.charges[1]).toMatchObject({
      name: 'Вызов электрика',
      unit: 'час',
      basis: null,
      chargedKopecks: 0,
      recalculatedKopecks: -150_100,
    });
    expect(content.recalculations).toMatchObject([
      { name: 'Вызов электрика', reason: 'order_cancelled', from: '2026-02', to: '2026-02', amountKopecks: -150_100 },
    ]);
  });
});
