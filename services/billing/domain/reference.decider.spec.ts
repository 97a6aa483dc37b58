import { deciderSpec } from '#libs/testing';
import { companyStream, houseStream, ReferenceCommand, utilityStream } from './reference.commands';
import { referenceDecider } from './reference.decider';
import { ReferenceEvent } from './reference.events';

const spec = deciderSpec(referenceDecider);

/** A fact of each kind: how it is stated, another content of the same fact, and another fact of the same kind. */
interface Fact {
  readonly command: ReferenceCommand;
  readonly event: ReferenceEvent;
  readonly contrary: ReferenceCommand;
  /** A kind that a register says only once has none. */
  readonly further: ReferenceCommand | null;
}

const company = { companyId: '6316000017', timeZone: 'Europe/Samara', payees: [] };
const setting = { key: 'due_day', from: '2026-03-01', value: '15' };
const keyRate = { from: '2026-06-22', percent: '14.5' };
const day = { date: '2026-11-02', kind: 'non_working' } as const;
const definition = {
  utility: 'cold_water',
  name: 'Cold water',
  kind: 'metered',
  unit: 'm3',
  payee: 'main',
  sources: [],
  order: 0,
  maxMonthly: '50',
  raiseAfterFailure: true,
} as const;
const tariff = { utility: 'hot_water', houseId: null, part: 'heat', from: '2026-07-01', price: '2350.4' } as const;
const norm = { utility: 'hot_water', houseId: 'H1', per: 'person_month', from: '2026-07-01', norm: '4.745' } as const;
const raising = { utility: 'cold_water', from: '2026-07-01', coefficient: '1.5' };
const house = {
  houseId: 'H1',
  address: 'Lesnaya 1',
  floors: 9,
  heatingMode: 'SEASON',
  heatMeter: true,
  commonAreaM2: '1250.6',
  totalAreaM2: '8450.3',
  windowFromDay: 15,
  windowToDay: 25,
} as const;
const volume = { houseId: 'H1', utility: 'heating', period: '2026-10', volumeGcal: '128.4' };

const FACTS: readonly Fact[] = [
  {
    command: { kind: 'RegisterCompany', company },
    event: { type: 'CompanyRegistered', version: 1, data: company },
    contrary: { kind: 'RegisterCompany', company: { ...company, timeZone: 'Europe/Moscow' } },
    further: null,
  },
  {
    command: { kind: 'DecideSetting', setting },
    event: { type: 'SettingDecided', version: 1, data: setting },
    contrary: { kind: 'DecideSetting', setting: { ...setting, value: '10' } },
    further: { kind: 'DecideSetting', setting: { ...setting, from: '2026-09-01' } },
  },
  {
    command: { kind: 'AnnounceKeyRate', keyRate },
    event: { type: 'KeyRateAnnounced', version: 1, data: keyRate },
    contrary: { kind: 'AnnounceKeyRate', keyRate: { ...keyRate, percent: '15' } },
    further: { kind: 'AnnounceKeyRate', keyRate: { ...keyRate, from: '2026-09-14' } },
  },
  {
    command: { kind: 'DeclareCalendarDay', day },
    event: { type: 'CalendarDayDeclared', version: 1, data: day },
    contrary: { kind: 'DeclareCalendarDay', day: { ...day, kind: 'working' } },
    further: { kind: 'DeclareCalendarDay', day: { ...day, date: '2026-11-03' } },
  },
  {
    command: { kind: 'DefineUtility', definition },
    event: { type: 'UtilityDefined', version: 1, data: definition },
    contrary: { kind: 'DefineUtility', definition: { ...definition, unit: 'kWh' } },
    further: null,
  },
  {
    command: { kind: 'SetTariff', tariff },
    event: { type: 'TariffSet', version: 1, data: tariff },
    contrary: { kind: 'SetTariff', tariff: { ...tariff, price: '2400' } },
    further: { kind: 'SetTariff', tariff: { ...tariff, part: 'water' } },
  },
  {
    command: { kind: 'SetNorm', norm },
    event: { type: 'NormSet', version: 1, data: norm },
    contrary: { kind: 'SetNorm', norm: { ...norm, norm: '4.8' } },
    further: { kind: 'SetNorm', norm: { ...norm, per: 'gcal_per_m3' } },
  },
  {
    command: { kind: 'SetRaisingCoefficient', raising },
    event: { type: 'RaisingCoefficientSet', version: 1, data: raising },
    contrary: { kind: 'SetRaisingCoefficient', raising: { ...raising, coefficient: '3' } },
    further: { kind: 'SetRaisingCoefficient', raising: { ...raising, from: '2026-10-01' } },
  },
  {
    command: { kind: 'RegisterHouse', house },
    event: { type: 'HouseRegistered', version: 1, data: house },
    contrary: { kind: 'RegisterHouse', house: { ...house, totalAreaM2: '8450.4' } },
    further: null,
  },
  {
    command: { kind: 'RecordHouseVolume', volume },
    event: { type: 'HouseVolumeRecorded', version: 1, data: volume },
    contrary: { kind: 'RecordHouseVolume', volume: { ...volume, volumeGcal: '130' } },
    further: { kind: 'RecordHouseVolume', volume: { ...volume, period: '2026-11' } },
  },
];

describe.each(FACTS.map((fact) => [fact.event.type, fact] as const))('%s', (type, fact) => {
  it('is recorded as it was stated', () => {
    spec.when(fact.command).then([fact.event]);
  });

  it('said again in the same words is no news', () => {
    spec.given([fact.event]).when(fact.command).thenNothing();
  });

  it('with another content is refused: periods may have been charged by the first', () => {
    spec.given([fact.event]).when(fact.contrary).thenRejected('BILLING_REFERENCE_CONFLICT');
  });

  if (fact.further !== null) {
    const { further } = fact;
    it('stands beside another of its kind', () => {
      const answer = referenceDecider.decide(
        further,
        referenceDecider.evolve(referenceDecider.initialState(), fact.event),
      );
      expect(answer).toMatchObject([{ type }]);
      expect(answer).not.toEqual([fact.event]);
    });
  }
});

it('a tariff of a house stands beside the general one of the same day', () => {
  const general: ReferenceEvent = { type: 'TariffSet', version: 1, data: tariff };
  const own = { ...tariff, houseId: 'H1', price: '2100' };
  spec
    .given([general])
    .when({ kind: 'SetTariff', tariff: own })
    .then([{ type: 'TariffSet', version: 1, data: own }]);
});

it('a refusal names the fact that was said', () => {
  spec
    .given([{ type: 'KeyRateAnnounced', version: 1, data: keyRate }])
    .when({ kind: 'AnnounceKeyRate', keyRate: { ...keyRate, percent: '15' } })
    .thenRejected('BILLING_REFERENCE_CONFLICT', { fact: 'key rate from 2026-06-22' });
});

it('every register has a stream of its own', () => {
  expect([companyStream('6316000017'), utilityStream('cold_water'), houseStream('H1')]).toEqual([
    'billing_company-6316000017',
    'billing_utility-cold_water',
    'billing_house-H1',
  ]);
});

describe('a rule that a person states today', () => {
  const stated = { reason: 'приказ от 20 октября', notBefore: '2026-10-01' };
  const now = { ...tariff, from: '2026-11-01' };
  const set: ReferenceCommand = { kind: 'SetTariff', tariff: now, stated };
  const said: ReferenceEvent = { type: 'TariffSet', version: 1, data: { ...now, reason: stated.reason } };

  it('keeps the reason for it', () => {
    spec.given([]).when(set).then([said]);
  });

  it.each([
    { kind: 'DecideSetting', setting },
    { kind: 'AnnounceKeyRate', keyRate },
    { kind: 'SetTariff', tariff },
    { kind: 'SetNorm', norm },
    { kind: 'SetRaisingCoefficient', raising },
  ] as const)('does not begin before the oldest open month: $kind', (command) => {
    spec
      .given([])
      .when({ ...command, stated })
      .thenRejected('BILLING_RULE_BACKDATED');
  });

  it('begins on the first day of the open month at the earliest', () => {
    const first = { ...tariff, from: '2026-10-01' };
    const event: ReferenceEvent = { type: 'TariffSet', version: 1, data: { ...first, reason: stated.reason } };
    spec.given([]).when({ kind: 'SetTariff', tariff: first, stated }).then([event]);
  });

  it.each(['', 'x'.repeat(301)])('says why, in words that fit', (reason) => {
    spec
      .given([])
      .when({ kind: 'SetTariff', tariff: now, stated: { ...stated, reason } })
      .thenRejected('BILLING_REASON_REQUIRED');
  });

  it('is the same rule with another reason', () => {
    spec
      .given([said])
      .when({ kind: 'SetTariff', tariff: now, stated: { ...stated, reason: 'ещё раз' } })
      .then([]);
  });

  it('of another content is refused whatever its reason', () => {
    spec
      .given([said])
      .when({ kind: 'SetTariff', tariff: { ...now, price: '1' }, stated })
      .thenRejected('BILLING_REFERENCE_CONFLICT');
  });
});

describe('a value that was stated by mistake', () => {
  const named = {
    kind: 'tariff',
    key: '',
    utility: 'hot_water',
    part: 'heat',
    houseId: null,
    from: '2026-11-01',
  } as const;
  const known = { notBefore: '2026-10-01', remaining: '2350.4' };
  const rule = { ...named, value: '23504', statedEventId: 'stated', reason: 'лишний ноль' };
  const said: ReferenceEvent = { type: 'TariffSet', version: 1, data: { ...tariff, from: named.from, price: '23504' } };
  const withdrawn: ReferenceEvent = { type: 'RuleWithdrawn', version: 1, data: rule };
  const withdraw = (changes: object = {}, facts: object = {}) =>
    ({ kind: 'WithdrawRule', rule: { ...rule, ...changes }, known: { ...known, ...facts } }) as const;

  it('is taken back with the reason for it', () => {
    spec.given([said]).when(withdraw()).then([withdrawn]);
  });

  it('is taken back once, and may then be stated anew from the same day', () => {
    spec.given([said, withdrawn]).when(withdraw()).thenRejected('BILLING_RULE_NOT_STATED');
    const right = { ...tariff, from: named.from, price: '2350.4' };
    spec
      .given([said, withdrawn])
      .when({ kind: 'SetTariff', tariff: right })
      .then([{ type: 'TariffSet', version: 1, data: right }]);
  });

  it('of another day, part or house is another rule', () => {
    for (const other of [{ from: '2026-12-01' }, { part: 'water' }, { houseId: 'H1' }]) {
      spec.given([said]).when(withdraw(other)).thenRejected('BILLING_RULE_NOT_STATED');
    }
  });

  it('stays where a closed month was charged by it, or where nothing would hold without it', () => {
    spec
      .given([said])
      .when(withdraw({}, { notBefore: '2026-12-01' }))
      .thenRejected('BILLING_RULE_USED');
    spec
      .given([said])
      .when(withdraw({}, { remaining: null }))
      .thenRejected('BILLING_RULE_ONLY');
  });

  it.each(['', 'x'.repeat(301)])('says why, in words that fit', (reason) => {
    spec.given([said]).when(withdraw({ reason })).thenRejected('BILLING_REASON_REQUIRED');
  });

  it.each<[ReferenceEvent, object]>([
    [
      { type: 'SettingDecided', version: 1, data: setting },
      { kind: 'setting', key: 'due_day', from: setting.from },
    ],
    [
      { type: 'KeyRateAnnounced', version: 1, data: keyRate },
      { kind: 'key_rate', from: keyRate.from },
    ],
    [
      { type: 'NormSet', version: 1, data: norm },
      { kind: 'norm', part: norm.per, houseId: 'H1', from: norm.from },
    ],
    [
      { type: 'RaisingCoefficientSet', version: 1, data: raising },
      { kind: 'coefficient', from: raising.from },
    ],
  ])('may be of every kind: $type', (event, changes) => {
    const none = { key: '', part: '', houseId: null };
    const command = withdraw({ ...none, ...changes }, { notBefore: null });
    spec
      .given([event])
      .when(command)
      .then([{ type: 'RuleWithdrawn', version: 1, data: command.rule }]);
  });
});
