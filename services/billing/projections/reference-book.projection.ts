import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { DatedValue, ReferenceBookDocument } from '../domain/reference-book';
import { PayeeRequisites, REFERENCE_EVENT_TYPES, ReferenceEvent } from '../domain/reference.events';
import { withoutRule } from '../domain/rule-withdrawal.policy';

/** The company's dated rules, or those of them that are of one house. */
export interface ReferenceBookRow extends ReferenceBookDocument {
  readonly companyId: string | null;
  readonly payees: readonly PayeeRequisites[];
}

/** What is the company's own; whatever changes in the book of a house, this document has the position of the change. */
export const REFERENCE_BOOK_KEY = 'company';

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

/**
 * Which dated rules does the company charge by? What is of a house lies in a document of its own: a volume of its meter costs
 * the same however many houses and months there are, and no document grows with both.
 */
export const referenceBookProjection: Projection<ReferenceBookRow> = {
  name: 'billing.reference-book',
  version: 3,
  handles: REFERENCE_EVENT_TYPES,
  keysOf: (event) => {
    const houseId = houseOf(event as RecordedEvent & ReferenceEvent);
    return houseId === null ? [REFERENCE_BOOK_KEY] : [REFERENCE_BOOK_KEY, `house:${houseId}`];
  },
  columns: { part: 'text' },
  columnsOf: (_, key) => ({ part: key === REFERENCE_BOOK_KEY ? 'company' : 'house' }),
  indexes: [['part']],
  evolve: (row, event, key) => {
    const told = event as RecordedEvent & ReferenceEvent;
    const isOfHouse = houseOf(told) !== null;
    return isOfHouse && key === REFERENCE_BOOK_KEY ? (row ?? EMPTY) : evolveBook(row ?? EMPTY, told);
  },
};

/** The house that a rule is of; null where it is the company's, whatever house the withdrawal of such a rule names. */
function houseOf(event: ReferenceEvent): string | null {
  if (event.type === 'RuleWithdrawn' && event.data.kind !== 'tariff' && event.data.kind !== 'norm') return null;
  return 'houseId' in event.data ? event.data.houseId : null;
}

/** The whole book: that of the company, and what is of houses, in the order of their names. */
export function wholeBook(company: ReferenceBookRow, houses: ReadonlyMap<string, ReferenceBookRow>): ReferenceBookRow {
  const whole = {
    houses: { ...company.houses },
    tariffs: { ...company.tariffs },
    norms: { ...company.norms },
    houseVolumes: { ...company.houseVolumes },
  };
  for (const [, part] of [...houses].sort(([left], [right]) => (left < right ? -1 : 1))) {
    Object.assign(whole.houses, part.houses);
    Object.assign(whole.tariffs, part.tariffs);
    Object.assign(whole.norms, part.norms);
    Object.assign(whole.houseVolumes, part.houseVolumes);
  }
  return { ...company, ...whole };
}

function evolveBook(book: ReferenceBookRow, event: RecordedEvent & ReferenceEvent): ReferenceBookRow {
  const { eventId } = event;
  switch (event.type) {
    case 'CompanyRegistered':
      return { ...book, ...event.data };
    case 'SettingDecided': {
      const { key, from, value } = event.data;
      return { ...book, settings: withRow(book.settings, key, { from, value, eventId }) };
    }
    case 'KeyRateAnnounced':
      return {
        ...book,
        keyRates: inOrder(book.keyRates, { from: event.data.from, value: event.data.percent, eventId }),
      };
    case 'CalendarDayDeclared':
      return { ...book, calendar: { ...book.calendar, [event.data.date]: event.data.kind } };
    case 'UtilityDefined':
      return { ...book, utilities: { ...book.utilities, [event.data.utility]: { ...event.data, eventId } } };
    case 'TariffSet': {
      const { utility, part, houseId, from, price } = event.data;
      const key = `${utility}|${part ?? ''}|${houseId ?? ''}`;
      return { ...book, tariffs: withRow(book.tariffs, key, { from, value: price, eventId }) };
    }
    case 'NormSet': {
      const { utility, per, houseId, from, norm } = event.data;
      return {
        ...book,
        norms: withRow(book.norms, `${utility}|${per}|${houseId ?? ''}`, { from, value: norm, eventId }),
      };
    }
    case 'RaisingCoefficientSet': {
      const { utility, from, coefficient } = event.data;
      return { ...book, coefficients: withRow(book.coefficients, utility, { from, value: coefficient, eventId }) };
    }
    case 'RuleWithdrawn':
      return withoutRule(event.data, book);
    case 'HouseRegistered':
      return { ...book, houses: { ...book.houses, [event.data.houseId]: { ...event.data, eventId } } };
    case 'HouseVolumeRecorded': {
      const { houseId, utility, period, volumeGcal } = event.data;
      const volume = { from: `${period}-01`, value: volumeGcal, eventId };
      return { ...book, houseVolumes: { ...book.houseVolumes, [`${houseId}|${utility}|${period}`]: volume } };
    }
  }
}

type Rows = Readonly<Record<string, readonly DatedValue[]>>;

function withRow(rows: Rows, key: string, row: DatedValue): Rows {
  return { ...rows, [key]: inOrder(rows[key] ?? [], row) };
}

function inOrder(rows: readonly DatedValue[], row: DatedValue): DatedValue[] {
  return [...rows, row].sort((left, right) => (left.from < right.from ? -1 : 1));
}
