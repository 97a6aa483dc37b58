import { projectionSpec, recorded } from '#libs/testing';
import { REFERENCE_BOOK_KEY, referenceBookProjection, ReferenceBookRow } from './reference-book.projection';

const spec = projectionSpec(referenceBookProjection);
const HOUSE = 'house:H1';
const EMPTY: ReferenceBookRow = {
  companyId: null,
  payees: [],
  timeZone: 'UTC',
  utilities: {},
  houses: {},
  tariffs: {},
  norms: {},
  coefficients: {},
  houseVolumes: {},
  keyRates: [],
  calendar: {},
  settings: {},
};
const said = (type: string, data: object, eventId = 'told') => recorded(type, data, { eventId });
const book = (rows: Partial<ReferenceBookRow>): ReferenceBookRow => ({ ...EMPTY, ...rows });

it('CompanyRegistered: names the company, its zone and its payees', () => {
  const company = {
    companyId: '6316000017',
    timeZone: 'Europe/Samara',
    payees: [
      {
        payee: 'main' as const,
        name: 'Uyut',
        inn: '6316000017',
        kpp: null,
        ogrn: '1026301234567',
        bankName: 'Bank',
        bic: '043601607',
        bankAccount: '40702810000000000001',
        correspondentAccount: '30101810200000000607',
        address: 'Lesnaya 1',
        phone: null,
      },
    ],
  };
  spec
    .given([said('CompanyRegistered', company)])
    .thenKeys(REFERENCE_BOOK_KEY)
    .then(REFERENCE_BOOK_KEY, book(company))
    .thenColumns(REFERENCE_BOOK_KEY, { part: 'company' });
});

it('SettingDecided: rows of a key stand in order of their day, whenever they were decided', () => {
  spec
    .given([
      said('SettingDecided', { key: 'due_day', from: '2026-03-01', value: '15' }, 'second'),
      said('SettingDecided', { key: 'due_day', from: '2020-01-01', value: '10' }, 'first'),
    ])
    .then(
      REFERENCE_BOOK_KEY,
      book({
        settings: {
          due_day: [
            { from: '2020-01-01', value: '10', eventId: 'first' },
            { from: '2026-03-01', value: '15', eventId: 'second' },
          ],
        },
      }),
    );
});

it('KeyRateAnnounced: rates stand in order of their day', () => {
  spec
    .given([
      said('KeyRateAnnounced', { from: '2026-06-22', percent: '14.5' }, 'second'),
      said('KeyRateAnnounced', { from: '2026-02-16', percent: '15.5' }, 'first'),
    ])
    .then(
      REFERENCE_BOOK_KEY,
      book({
        keyRates: [
          { from: '2026-02-16', value: '15.5', eventId: 'first' },
          { from: '2026-06-22', value: '14.5', eventId: 'second' },
        ],
      }),
    );
});

it('CalendarDayDeclared: a day is what it was declared to be', () => {
  spec
    .given([
      said('CalendarDayDeclared', { date: '2026-11-02', kind: 'working' }),
      said('CalendarDayDeclared', { date: '2026-11-04', kind: 'non_working' }),
    ])
    .then(REFERENCE_BOOK_KEY, book({ calendar: { '2026-11-02': 'working', '2026-11-04': 'non_working' } }));
});

it('UtilityDefined: utilities stand by name with the event that defined them', () => {
  const definition = {
    utility: 'cold_water',
    name: 'Cold water',
    kind: 'metered' as const,
    unit: 'm3',
    payee: 'main' as const,
    sources: [],
    order: 0,
    maxMonthly: '50',
    raiseAfterFailure: true,
  };
  spec
    .given([said('UtilityDefined', definition)])
    .then(REFERENCE_BOOK_KEY, book({ utilities: { cold_water: { ...definition, eventId: 'told' } } }));
});

it('TariffSet: the general tariff, its parts and the one of a house are keys of their own', () => {
  const tariff = { utility: 'hot_water', houseId: null, part: null, from: '2026-07-01', price: '44.86' };
  spec
    .given([
      said('TariffSet', tariff),
      said('TariffSet', { ...tariff, part: 'heat', price: '2350.4' }),
      said('TariffSet', { ...tariff, houseId: 'H1', price: '40' }),
      said('TariffSet', { ...tariff, from: '2026-01-01', price: '41.2' }, 'earlier'),
    ])
    .then(
      REFERENCE_BOOK_KEY,
      book({
        tariffs: {
          'hot_water||': [
            { from: '2026-01-01', value: '41.2', eventId: 'earlier' },
            { from: '2026-07-01', value: '44.86', eventId: 'told' },
          ],
          'hot_water|heat|': [{ from: '2026-07-01', value: '2350.4', eventId: 'told' }],
        },
      }),
    )
    .then(HOUSE, book({ tariffs: { 'hot_water||H1': [{ from: '2026-07-01', value: '40', eventId: 'told' }] } }));
});

it('NormSet: a norm stands by its measure, and by house where it has one', () => {
  const norm = { utility: 'heating', houseId: null, per: 'm2_season_month', from: '2026-07-01', norm: '0.0195' };
  spec
    .given([said('NormSet', norm), said('NormSet', { ...norm, houseId: 'H1', norm: '0.02' })])
    .then(
      REFERENCE_BOOK_KEY,
      book({ norms: { 'heating|m2_season_month|': [{ from: '2026-07-01', value: '0.0195', eventId: 'told' }] } }),
    )
    .then(
      HOUSE,
      book({ norms: { 'heating|m2_season_month|H1': [{ from: '2026-07-01', value: '0.02', eventId: 'told' }] } }),
    );
});

it('RaisingCoefficientSet: a coefficient stands by utility', () => {
  spec
    .given([said('RaisingCoefficientSet', { utility: 'cold_water', from: '2026-07-01', coefficient: '1.5' })])
    .then(
      REFERENCE_BOOK_KEY,
      book({ coefficients: { cold_water: [{ from: '2026-07-01', value: '1.5', eventId: 'told' }] } }),
    );
});

it('HouseRegistered: houses stand by their id', () => {
  const house = {
    houseId: 'H1',
    address: 'Lesnaya 1',
    floors: 9,
    heatingMode: 'SEASON' as const,
    heatMeter: true,
    commonAreaM2: '1250.6',
    totalAreaM2: '8450.3',
    windowFromDay: 15,
    windowToDay: 25,
  };
  spec
    .given([said('HouseRegistered', house)])
    .thenKeys(REFERENCE_BOOK_KEY, HOUSE)
    .then(REFERENCE_BOOK_KEY, EMPTY)
    .then(HOUSE, book({ houses: { H1: { ...house, eventId: 'told' } } }))
    .thenColumns(HOUSE, { part: 'house' });
});

it('HouseVolumeRecorded: the heat of a house stands by its month', () => {
  const volume = { houseId: 'H1', utility: 'heating', period: '2026-10', volumeGcal: '128.4' };
  spec
    .given([said('HouseVolumeRecorded', volume)])
    .then(
      HOUSE,
      book({ houseVolumes: { 'H1|heating|2026-10': { from: '2026-10-01', value: '128.4', eventId: 'told' } } }),
    );
});

it('RuleWithdrawn: the row is gone, and stands there again when it is stated anew', () => {
  const of = { utility: 'cold_water', houseId: null, part: null };
  const first = said('TariffSet', { ...of, from: '2026-01-01', price: '44.86' }, 'first');
  const mistyped = said('TariffSet', { ...of, from: '2026-11-01', price: '4935' }, 'mistyped');
  const named = { kind: 'tariff', key: '', utility: 'cold_water', part: '', houseId: null, from: '2026-11-01' };
  const back = said('RuleWithdrawn', { ...named, value: '4935', statedEventId: 'mistyped', reason: 'запятая' });
  const rows = { 'cold_water||': [{ from: '2026-01-01', value: '44.86', eventId: 'first' }] };
  spec.given([first, mistyped, back]).then(REFERENCE_BOOK_KEY, book({ tariffs: rows }));
  const right = said('TariffSet', { ...of, from: '2026-11-01', price: '49.35' }, 'right');
  const after = [...rows['cold_water||'], { from: '2026-11-01', value: '49.35', eventId: 'right' }];
  spec.given([first, mistyped, back, right]).then(REFERENCE_BOOK_KEY, book({ tariffs: { 'cold_water||': after } }));
});

it("RuleWithdrawn: a setting is the company's, whatever house an early withdrawal names", () => {
  const first = said('SettingDecided', { key: 'due_day', from: '2026-01-01', value: '10' }, 'first');
  const mistyped = said('SettingDecided', { key: 'due_day', from: '2026-11-01', value: '1' }, 'mistyped');
  const named = { kind: 'setting', key: 'due_day', utility: '', part: '', houseId: 'H1', from: '2026-11-01' };
  const back = said('RuleWithdrawn', { ...named, value: '1', statedEventId: 'mistyped', reason: 'опечатка' });
  const rows = { due_day: [{ from: '2026-01-01', value: '10', eventId: 'first' }] };
  spec
    .given([first, mistyped, back])
    .thenKeys(REFERENCE_BOOK_KEY)
    .then(REFERENCE_BOOK_KEY, book({ settings: rows }));
});

it('RuleWithdrawn: one of a house is gone from what is of the house', () => {
  const of = { utility: 'cold_water', houseId: 'H1', part: null };
  const first = said('TariffSet', { ...of, from: '2026-01-01', price: '44.86' }, 'first');
  const mistyped = said('TariffSet', { ...of, from: '2026-11-01', price: '4935' }, 'mistyped');
  const named = { kind: 'tariff', key: '', utility: 'cold_water', part: '', houseId: 'H1', from: '2026-11-01' };
  const back = said('RuleWithdrawn', { ...named, value: '4935', statedEventId: 'mistyped', reason: 'запятая' });
  const rows = { 'cold_water||H1': [{ from: '2026-01-01', value: '44.86', eventId: 'first' }] };
  spec
    .given([first, mistyped, back])
    .then(HOUSE, book({ tariffs: rows }))
    .then(REFERENCE_BOOK_KEY, EMPTY);
});
