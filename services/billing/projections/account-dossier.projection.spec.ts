import { projectionSpec, recorded as recordedAnywhere } from '#libs/testing';
import { Calculation } from '../domain/calculation';
import { UtilityRecord } from '../domain/dossier';
import { accountDossierProjection, DossierRow, wholeDossier } from './account-dossier.projection';

const spec = projectionSpec(accountDossierProjection);

/** An event at the beginning of its stream, unless a test is about its place. */
const recorded: typeof recordedAnywhere = (type, data, overrides) =>
  recordedAnywhere(type, data, { revision: 0, ...overrides });

const ACCOUNT = '0045120001';
const SOURCE = {
  eventId: 'metering event',
  type: 'ReadingAccepted',
  recordedAt: '2026-03-20T08:00:00.000Z',
  actor: 'person:payer-12',
};
const source = (eventId: string) => ({ ...SOURCE, eventId });

const opened = recorded(
  'AccountOpened',
  {
    account: ACCOUNT,
    houseId: 'H1',
    flat: '12',
    totalAreaM2: '54.2',
    personId: 'payer-12',
    openedOn: '2026-03-01',
    effectiveOn: '2026-03-01',
    openingBalances: [],
    windowFromDay: 15,
    windowToDay: 25,
  },
  { eventId: 'opened' },
);
const DOSSIER: DossierRow = {
  account: ACCOUNT,
  houseId: 'H1',
  flat: '12',
  totalAreaM2: '54.2',
  openedOn: '2026-03-01',
  openedEventId: 'opened',
  closedOn: null,
  residents: [],
  connections: {},
  meters: [],
  readings: [],
  absences: [],
  orders: [],
  recalculations: [],
  statedVolumes: [],
  statedPrices: [],
  volumeHistory: {},
  records: {},
  forgottenUpTo: null,
  closedUpTo: null,
  wholeHistoryUpTo: null,
  factsUpTo: 0,
  told: [],
};
/** Facts that no close has known of yet. */
const told = (...eventIds: readonly string[]) => eventIds.map((eventId) => ({ eventId, revision: 0 }));
const residents = (from: string, registered: number) =>
  recorded(
    'ResidentsRegistered',
    { account: ACCOUNT, from, registered, owners: 1, effectiveOn: from },
    { eventId: `residents ${from}` },
  );
const connected = recorded(
  'UtilityConnected',
  { account: ACCOUNT, utility: 'cold_water', from: '2026-03-01', meterPossible: true, effectiveOn: '2026-03-01' },
  { eventId: 'connected' },
);
const meter = (meterId: string, installedOn: string) =>
  recorded('MeterNoted', {
    account: ACCOUNT,
    meterId,
    utility: 'cold_water',
    serial: `serial ${meterId}`,
    digits: 5,
    installedOn,
    verifiedUntil: '2032-03-11',
    startValues: ['0'],
    replaces: null,
    effectiveOn: installedOn,
    source: source(`${meterId} installed`),
  });
const METER = {
  meterId: 'cold-1',
  utility: 'cold_water',
  serial: 'serial cold-1',
  digits: 5,
  installedOn: '2026-03-02',
  verifiedUntil: '2032-03-11',
  startValues: ['0'],
  replaces: null,
  removedOn: null,
  finalValues: null,
  eventId: 'cold-1 installed',
  removalEventId: null,
};
const reading = (takenOn: string, value: string) =>
  recorded('ReadingNoted', {
    account: ACCOUNT,
    meterId: 'cold-1',
    takenOn,
    receivedOn: takenOn,
    values: [value],
    effectiveOn: takenOn,
    source: source(`reading ${takenOn}`),
  });
const READING = {
  meterId: 'cold-1',
  takenOn: '2026-03-20',
  receivedOn: '2026-03-20',
  values: ['4.5'],
  eventId: 'reading 2026-03-20',
  corrections: [],
};
const correction = (correctedOn: string, value: string, eventId = `correction ${correctedOn}`) =>
  recorded('ReadingCorrectionNoted', {
    account: ACCOUNT,
    meterId: 'cold-1',
    takenOn: '2026-03-20',
    correctedOn,
    values: [value],
    reason: 'misread',
    effectiveOn: correctedOn,
    source: source(eventId),
  });
const record = (period: string): UtilityRecord => ({
  period,
  basis: 'meter',
  branch: 1,
  volumes: ['4.5'],
  tariffs: ['44.86'],
  tariffEventIds: ['tariff'],
  heatTariff: null,
  heatTariffEventId: null,
  heatNorm: null,
  coefficient: null,
  persons: '3',
  whollyActive: true,
  counted: null,
  corrected: null,
  gap: [],
  lastCounted: null,
  chain: 'cold-1',
});
const NOTHING: Pick<Calculation, 'records' | 'recordCorrections'> = { records: {}, recordCorrections: [] };
const closed = (period: string, { records, recordCorrections } = NOTHING, factsUpTo?: number) =>
  recorded('PeriodClosed', {
    account: ACCOUNT,
    period,
    effectiveOn: `${period}-28`,
    dueOn: `${period}-28`,
    payees: [],
    movements: {},
    records,
    recordCorrections,
    ...(factsUpTo === undefined ? {} : { factsUpTo }),
  });

describe('the dossier of an account', () => {
  it('AccountOpened: begins with the dwelling', () => {
    spec.given([opened]).then(ACCOUNT, DOSSIER).thenKeys(ACCOUNT);
  });

  it('does not hold who the payer is', () => {
    spec.given([opened]).then(ACCOUNT, DOSSIER);
    expect(DOSSIER).not.toHaveProperty('personId');
  });

  it('AccountClosed: holds the first day that is not billed', () => {
    const gone = recorded('AccountClosed', { account: ACCOUNT, closedOn: '2026-09-01', effectiveOn: '2026-09-01' });
    spec.given([opened, gone]).then(ACCOUNT, { ...DOSSIER, closedOn: '2026-09-01' });
  });

  it('ResidentsRegistered: holds residents in order of their day, whenever they were told', () => {
    spec.given([opened, residents('2026-07-15', 4), residents('2026-03-01', 3)]).then(ACCOUNT, {
      ...DOSSIER,
      residents: [
        { from: '2026-03-01', registered: 3, owners: 1, eventId: 'residents 2026-03-01' },
        { from: '2026-07-15', registered: 4, owners: 1, eventId: 'residents 2026-07-15' },
      ],
    });
  });

  it('UtilityConnected: holds the connection by utility', () => {
    spec.given([opened, connected]).then(ACCOUNT, {
      ...DOSSIER,
      connections: {
        cold_water: {
          utility: 'cold_water',
          from: '2026-03-01',
          to: null,
          meterPossible: true,
          eventId: 'connected',
        },
      },
    });
  });

  it('UtilityDisconnected: ends the connection, which keeps what it was', () => {
    const disconnected = recorded('UtilityDisconnected', {
      account: ACCOUNT,
      utility: 'cold_water',
      to: '2026-06-01',
      effectiveOn: '2026-06-01',
    });
    spec.given([opened, connected, disconnected]).then(ACCOUNT, {
      ...DOSSIER,
      connections: {
        cold_water: {
          utility: 'cold_water',
          from: '2026-03-01',
          to: '2026-06-01',
          meterPossible: true,
          eventId: 'connected',
        },
      },
    });
    spec.given([opened, disconnected]).then(ACCOUNT, DOSSIER);
  });

  it('AbsenceRegistered: holds absences in order of the day of leaving', () => {
    const absence = (leftOn: string, returnedOn: string) =>
      recorded(
        'AbsenceRegistered',
        { account: ACCOUNT, leftOn, returnedOn, persons: 2, appliedOn: '2026-08-02', effectiveOn: '2026-08-02' },
        { eventId: `absence ${leftOn}` },
      );
    const held = (leftOn: string, returnedOn: string) => ({
      leftOn,
      returnedOn,
      persons: 2,
      appliedOn: '2026-08-02',
      eventId: `absence ${leftOn}`,
    });
    spec.given([opened, absence('2026-07-01', '2026-07-20'), absence('2026-04-03', '2026-04-20')]).then(ACCOUNT, {
      ...DOSSIER,
      absences: [held('2026-04-03', '2026-04-20'), held('2026-07-01', '2026-07-20')],
      told: told('absence 2026-07-01', 'absence 2026-04-03'),
    });
  });

  it('AbsenceRegistered: says which month was open where that of the application was closed', () => {
    const said = { account: ACCOUNT, leftOn: '2026-04-03', returnedOn: '2026-04-20', persons: 2 };
    const absence = (appliedOn: string) =>
      recorded('AbsenceRegistered', { ...said, appliedOn, effectiveOn: appliedOn }, { eventId: 'absence' });
    const april = closed('2026-04');
    const recordedIn = (appliedOn: string) =>
      wholeDossier([opened, april, absence(appliedOn)])?.absences.map((one) => one.recordedIn);
    expect(recordedIn('2026-04-28')).toEqual(['2026-05']);
    expect(recordedIn('2026-05-02')).toEqual([undefined]);
    expect(wholeDossier([opened, absence('2026-04-28'), april])?.absences.map((one) => one.recordedIn)).toEqual([
      undefined,
    ]);
  });

  it('ConsumptionHistoryNoted: holds the months before, in order, by utility', () => {
    const history = recorded('ConsumptionHistoryNoted', {
      account: ACCOUNT,
      utility: 'cold_water',
      months: [
        { period: '2026-02', volumes: ['6.1'] },
        { period: '2026-01', volumes: ['5.9'] },
      ],
      source: SOURCE,
    });
    spec.given([opened, history]).then(ACCOUNT, {
      ...DOSSIER,
      volumeHistory: {
        cold_water: [
          { period: '2026-01', volumes: ['5.9'] },
          { period: '2026-02', volumes: ['6.1'] },
        ],
      },
    });
  });

  it('MeterNoted: holds meters in order of installation, under the ids of the events of metering', () => {
    spec.given([opened, meter('cold-2', '2026-06-14'), meter('cold-1', '2026-03-02')]).then(ACCOUNT, {
      ...DOSSIER,
      meters: [
        METER,
        {
          ...METER,
          meterId: 'cold-2',
          serial: 'serial cold-2',
          installedOn: '2026-06-14',
          eventId: 'cold-2 installed',
        },
      ],
    });
  });

  it('MeterRemovalNoted: ends the meter that it names and no other', () => {
    const removed = recorded('MeterRemovalNoted', {
      account: ACCOUNT,
      meterId: 'cold-1',
      removedOn: '2026-06-14',
      finalValues: ['31'],
      effectiveOn: '2026-06-14',
      source: source('removed'),
    });
    const rows = [opened, meter('cold-1', '2026-03-02'), meter('cold-2', '2026-06-14'), removed];
    const other = {
      ...METER,
      meterId: 'cold-2',
      serial: 'serial cold-2',
      installedOn: '2026-06-14',
      eventId: 'cold-2 installed',
    };
    spec.given(rows).then(ACCOUNT, {
      ...DOSSIER,
      meters: [{ ...METER, removedOn: '2026-06-14', finalValues: ['31'], removalEventId: 'removed' }, other],
    });
  });

  it('ReadingNoted: holds readings in order of the day they were taken', () => {
    spec.given([opened, reading('2026-04-20', '9'), reading('2026-03-20', '4.5')]).then(ACCOUNT, {
      ...DOSSIER,
      readings: [
        READING,
        { ...READING, takenOn: '2026-04-20', receivedOn: '2026-04-20', values: ['9'], eventId: 'reading 2026-04-20' },
      ],
    });
  });

  it('ReadingCorrectionNoted: keeps the reading as it was, with its corrections in order of their day', () => {
    const rows = [
      opened,
      reading('2026-03-20', '4.5'),
      reading('2026-04-20', '9'),
      correction('2026-05-04', '4.1'),
      correction('2026-04-02', '4.2'),
    ];
    spec.given(rows).then(ACCOUNT, {
      ...DOSSIER,
      told: told('correction 2026-05-04', 'correction 2026-04-02'),
      readings: [
        {
          ...READING,
          corrections: [
            { correctedOn: '2026-04-02', values: ['4.2'], eventId: 'correction 2026-04-02' },
            { correctedOn: '2026-05-04', values: ['4.1'], eventId: 'correction 2026-05-04' },
          ],
        },
        { ...READING, takenOn: '2026-04-20', receivedOn: '2026-04-20', values: ['9'], eventId: 'reading 2026-04-20' },
      ],
    });
  });

  it('ReadingCorrectionNoted: keeps those of one day in the order in which they were told', () => {
    const rows = [
      opened,
      reading('2026-03-20', '4.5'),
      correction('2026-05-04', '4.1'),
      correction('2026-04-02', '4.3', 'told first'),
      correction('2026-04-02', '4.2', 'told next'),
      correction('2026-04-02', '4.4', 'told last'),
    ];
    spec.given(rows).then(ACCOUNT, {
      ...DOSSIER,
      told: told('correction 2026-05-04', 'told first', 'told next', 'told last'),
      readings: [
        {
          ...READING,
          corrections: [
            { correctedOn: '2026-04-02', values: ['4.3'], eventId: 'told first' },
            { correctedOn: '2026-04-02', values: ['4.2'], eventId: 'told next' },
            { correctedOn: '2026-04-02', values: ['4.4'], eventId: 'told last' },
            { correctedOn: '2026-05-04', values: ['4.1'], eventId: 'correction 2026-05-04' },
          ],
        },
      ],
    });
  });

  it('ReadingCorrectionNoted: says which month was open where that of the correction was closed, and keeps it after what was known', () => {
    const rows = [
      opened,
      reading('2026-03-20', '4.5'),
      correction('2026-04-20', '4.2'),
      closed('2026-04'),
      correction('2026-04-10', '4.1'),
      correction('2026-05-01', '4.3'),
    ];
    expect(wholeDossier(rows)?.readings[0]?.corrections).toEqual([
      { correctedOn: '2026-04-20', values: ['4.2'], eventId: 'correction 2026-04-20' },
      { correctedOn: '2026-04-10', values: ['4.1'], recordedIn: '2026-05', eventId: 'correction 2026-04-10' },
      { correctedOn: '2026-05-01', values: ['4.3'], eventId: 'correction 2026-05-01' },
    ]);
  });
});

describe('the close of a period', () => {
  const march = { records: { cold_water: record('2026-03') }, recordCorrections: [] };

  it('makes the records of its calculation history, corrections of earlier months included', () => {
    const april = {
      records: { cold_water: record('2026-04') },
      recordCorrections: [{ utility: 'cold_water', period: '2026-03', volumes: ['-0.3'] }],
    };
    const rows = [opened, closed('2026-03', march)];
    spec.given(rows).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-03', records: { cold_water: [record('2026-03')] } });
    spec.given([...rows, closed('2026-04', april)]).then(ACCOUNT, {
      ...DOSSIER,
      closedUpTo: '2026-04',
      records: { cold_water: [{ ...record('2026-03'), corrected: ['-0.3'] }, record('2026-04')] },
    });
  });

  it('that does not say what its calculation knew has known all that was told before it', () => {
    const told = { ...correction('2026-04-20', '4.2'), revision: 4 };
    const dossier = wholeDossier([opened, reading('2026-03-20', '4.5'), told, closed('2026-04')]);
    expect(dossier?.readings[0]?.corrections.map(({ recordedIn }) => recordedIn)).toEqual([undefined]);
    expect(dossier?.told).toEqual([]);
  });

  it('that says what its calculation knew leaves to the next month what was told since', () => {
    const rows = [
      opened,
      { ...reading('2026-03-20', '4.5'), revision: 3 },
      { ...correction('2026-04-20', '4.2', 'known'), revision: 4 },
      { ...correction('2026-04-20', '4.1', 'unknown'), revision: 5 },
      closed('2026-04', NOTHING, 4),
    ];
    const dossier = wholeDossier(rows);
    expect(dossier?.readings[0]?.corrections.map(({ eventId, recordedIn }) => [eventId, recordedIn])).toEqual([
      ['known', undefined],
      ['unknown', '2026-05'],
    ]);
    expect(dossier).toMatchObject({ factsUpTo: 5, told: [{ eventId: 'unknown', revision: 5 }] });
    const after = wholeDossier([...rows, closed('2026-05', NOTHING, 5)]);
    expect(after?.readings).toEqual(dossier?.readings);
    expect(after?.told).toEqual([]);
  });

  it('of an account that was charged nothing leaves no records', () => {
    spec.given([opened, closed('2026-03')]).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-03' });
  });

  it('is all that a dossier hears of periods: neither payments nor calculations change what is charged', () => {
    for (const type of ['PeriodOpened', 'ChargesCalculated', 'PaymentCredited', 'PaymentCreditReversed']) {
      expect(accountDossierProjection.handles).not.toContain(type);
    }
  });
});

describe('what was settled long ago', () => {
  const history = [opened, closed('2024-01', { records: { cold_water: record('2024-01') }, recordCorrections: [] })];
  const recent = closed('2026-03', { records: { cold_water: record('2026-03') }, recordCorrections: [] });

  it('leaves the dossier at a close, which says up to when', () => {
    spec.given([...history, recent]).then(ACCOUNT, {
      ...DOSSIER,
      records: { cold_water: [record('2026-03')] },
      closedUpTo: '2026-03',
      forgottenUpTo: '2025-02',
    });
  });

  it('is there in a dossier of the whole history', () => {
    const whole = wholeDossier([...history, recent]);
    expect(whole?.records).toEqual({ cold_water: [record('2024-01'), record('2026-03')] });
    expect(whole?.forgottenUpTo).toBeNull();
    expect(wholeDossier([])).toBeNull();
  });

  it('a correction of a reading that is not there any more asks for the whole history, up to the next close', () => {
    const corrected = [opened, correction('2026-03-21', '4.2')];
    const of = told('correction 2026-03-21');
    spec.given(corrected).then(ACCOUNT, { ...DOSSIER, wholeHistoryUpTo: '2026-03', told: of });
    spec.given([...corrected, closed('2026-03')]).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-03' });
  });

  it('one that was told too early, or too late, asks for it up to the close that is the first to know of it', () => {
    const early = [opened, correction('2026-04-02', '4.2'), closed('2026-03')];
    spec.given(early).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-03', wholeHistoryUpTo: '2026-04' });
    spec.given([...early, closed('2026-04')]).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-04' });
    const late = [opened, closed('2026-03'), correction('2026-03-21', '4.2')];
    const of = told('correction 2026-03-21');
    spec.given(late).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-03', wholeHistoryUpTo: '2026-04', told: of });
  });
});

it('facts of an account that was never opened leave no dossier', () => {
  spec.given([residents('2026-03-01', 3), closed('2026-03')]).thenKeys();
});

describe('an order for an additional service', () => {
  const charged = (orderId: string, chargedOn: string, eventId = `order ${orderId}`, said: object = {}) =>
    recorded('OrderChargeNoted', {
      account: ACCOUNT,
      orderId,
      title: 'Вызов электрика',
      payee: 'main',
      quantity: 2,
      unit: 'час',
      unitPriceKopecks: 75_050,
      amountKopecks: 150_100,
      chargedOn,
      effectiveOn: chargedOn,
      source: source(eventId),
      ...said,
    });
  const cancelled = recorded('OrderChargeCancellationNoted', {
    account: ACCOUNT,
    orderId: 'o-1',
    cancelledOn: '2026-04-10',
    because: 'work_not_done',
    effectiveOn: '2026-04-10',
    source: source('cancelled'),
  });
  const closedWith = (period: string, orders?: object) =>
    recorded('PeriodClosed', {
      account: ACCOUNT,
      period,
      records: {},
      recordCorrections: [],
      ...(orders ? { orders } : {}),
    });
  const order = (orderId: string, chargedOn: string, changes: object = {}) => ({
    orderId,
    title: 'Вызов электрика',
    payee: 'main' as const,
    quantity: 2,
    unit: 'час',
    unitPriceKopecks: 75_050,
    chargedOn,
    eventId: `order ${orderId}`,
    chargedIn: null,
    cancellation: null,
    takenBackIn: null,
    ...changes,
  });

  it('waits to be charged, by the day of the charge, under the id of the event behind it', () => {
    spec
      .given([opened, charged('o-2', '2026-03-20'), charged('o-1', '2026-03-12')])
      .then(ACCOUNT, { ...DOSSIER, orders: [order('o-1', '2026-03-12'), order('o-2', '2026-03-20')] });
  });

  it('is charged by the close that says so, and by no other', () => {
    spec
      .given([
        opened,
        charged('o-1', '2026-03-12'),
        closedWith('2026-03'),
        closedWith('2026-04', { charged: ['o-1'], takenBack: [] }),
      ])
      .then(ACCOUNT, {
        ...DOSSIER,
        closedUpTo: '2026-04',
        orders: [order('o-1', '2026-03-12', { chargedIn: '2026-04' })],
      });
  });

  it('stands once where it was cancelled and charged again, with why', () => {
    const because = { because: 'payment_returned' as const };
    spec
      .given([opened, charged('o-1', '2026-03-12'), cancelled, charged('o-1', '2026-04-12', 'again', because)])
      .then(ACCOUNT, { ...DOSSIER, orders: [order('o-1', '2026-04-12', { ...because, eventId: 'again' })] });
  });

  it('keeps what it was charged in, why it was cancelled and what took it back', () => {
    const cancellation = { cancelledOn: '2026-04-10', because: 'work_not_done', eventId: 'cancelled' };
    spec
      .given([
        opened,
        charged('o-1', '2026-03-12'),
        closedWith('2026-03', { charged: ['o-1'], takenBack: [] }),
        cancelled,
        closedWith('2026-04', { charged: [], takenBack: ['o-1'] }),
      ])
      .then(ACCOUNT, {
        ...DOSSIER,
        closedUpTo: '2026-04',
        orders: [order('o-1', '2026-03-12', { chargedIn: '2026-03', cancellation, takenBackIn: '2026-04' })],
      });
  });
});

describe('a recalculation that an accountant has recorded', () => {
  const line = {
    utility: 'cold_water',
    payee: 'main' as const,
    component: null,
    source: null,
    reason: 'relief' as const,
    ofPeriod: '2026-03',
    quantity: '-1',
    tariff: '40',
    amountKopecks: -40_00,
    formula: '0 - 40',
    exact: '-40',
    why: { code: 'relief' },
    inputs: [{ name: 'percent', value: '50', eventId: null }],
  };
  const waiver = { payee: 'main' as const, ofPeriod: '2026-03', amountKopecks: 5_00 };
  const recordedOne = recorded(
    'RecalculationRecorded',
    {
      account: ACCOUNT,
      recalculationId: 'r-1',
      effectiveOn: '2026-04-05',
      cause: 'Льгота',
      document: null,
      approvalId: null,
      corrects: [],
      grounds: { kind: 'reversal', of: 'r-0' },
      amountKopecks: -45_00,
      lines: [line],
      waivers: [waiver],
    },
    { eventId: 'recorded-1' },
  );
  const closedWith = (recalculationIds?: readonly string[]) =>
    recorded('PeriodClosed', {
      account: ACCOUNT,
      period: '2026-04',
      records: {},
      recordCorrections: [],
      ...(recalculationIds ? { recalculationIds } : {}),
    });
  const waiting = {
    recalculationId: 'r-1',
    recordedOn: '2026-04-05',
    lines: [{ ...line, inputs: [...line.inputs, { name: 'recalculation', value: 'Льгота', eventId: 'recorded-1' }] }],
    waivers: [{ ...waiver, recalculationId: 'r-1', eventId: 'recorded-1' }],
  };

  it('waits for the close that posts it, and each of its lines says which event recorded it', () => {
    spec.given([opened, recordedOne]).then(ACCOUNT, { ...DOSSIER, recalculations: [waiting] });
    spec
      .given([opened, recordedOne, closedWith()])
      .then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-04', recalculations: [waiting] });
  });

  it('says the volume and the price of its month where it is an error, to corrections that are told after it and until it is taken back', () => {
    const error = { ...line, reason: 'provider_error' as const };
    const fine = { ...line, reason: 'provider_fine' as const };
    const grounds = { kind: 'provider_error' };
    const errorOf = (recalculationId: string, ...lines: readonly unknown[]) =>
      recorded(
        'RecalculationRecorded',
        { ...recordedOne.data, recalculationId, grounds, lines },
        { eventId: `said ${recalculationId}` },
      );
    const back = (of: string) =>
      recorded('RecalculationRecorded', {
        ...recordedOne.data,
        recalculationId: 'back',
        grounds: { kind: 'reversal', of },
      });
    const told = [
      { ...error, component: 'day' as const, ofPeriod: '2026-02' },
      { ...error, ofPeriod: '2026-03' },
    ];
    const rows = [
      opened,
      reading('2026-03-20', '4.5'),
      correction('2026-04-02', '4.2'),
      errorOf('e-1', ...told, fine),
      errorOf('e-2', { ...error, quantity: '0' }),
      closedWith(['e-1', 'e-2']),
      correction('2026-05-02', '4.1'),
    ];
    const dossier = wholeDossier(rows);
    const [day, whole] = [
      { recalculationId: 'e-1', utility: 'cold_water', component: 'day', ofPeriod: '2026-02' },
      { recalculationId: 'e-1', utility: 'cold_water', component: null, ofPeriod: '2026-03' },
    ];
    expect(dossier?.statedVolumes).toEqual([day, whole]);
    const [of1, of2] = [1, 2].map((place) => ({
      recalculationId: `e-${place}`,
      tariff: '40',
      eventId: `said e-${place}`,
    }));
    const prices = [
      { ...day, ...of1 },
      { ...whole, ...of1 },
      { ...whole, ...of2 },
    ];
    expect(dossier?.statedPrices).toEqual(prices);
    expect(dossier?.readings[0]?.corrections.map(({ toldAfter }) => toldAfter)).toEqual([undefined, ['e-1', 'e-2']]);
    const [firstTwo, last] = [prices.slice(0, 2), prices.slice(2)];
    expect(wholeDossier([...rows, back('e-2')])).toMatchObject({ statedVolumes: [day, whole], statedPrices: firstTwo });
    expect(wholeDossier([...rows, back('e-1')])).toMatchObject({ statedVolumes: [], statedPrices: last });
  });

  it('is gone after that close', () => {
    spec.given([opened, recordedOne, closedWith(['r-1'])]).then(ACCOUNT, { ...DOSSIER, closedUpTo: '2026-04' });
  });
});
