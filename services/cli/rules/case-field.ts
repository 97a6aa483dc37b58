import { addDays, BillingPeriod, CivilDate, daysBetween, isBillingPeriod, isCivilDate } from '#libs/kernel';
import { Kopecks, kopecksFromRoubles, Rational } from '#libs/money';

/** A case that cannot be read: which place, and what was expected there. */
export class MalformedCase extends Error {}

/** Whole numbers of persons, hours, months, digits: more is a mistake, and would only cost time. */
const COUNT_MAX = 100_000;
/** Rows of one list. */
const ROWS_MAX = 1_000;
/** A case reaches over so many days at most. */
const DAYS_MAX = 36_600;

/**
 * A place of a case's input with its path, read as what the rule needs there. Nothing is converted silently: whatever
 * has another form is a MalformedCase that names the place.
 */
export class Field {
  constructor(
    private readonly value: unknown,
    private readonly path: string,
  ) {}

  get isGiven(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** A member of an object; not given where the object has none. */
  get(key: string): Field {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) this.fail('an object');
    const own = Object.prototype.hasOwnProperty.call(this.value, key);
    return new Field(own ? (this.value as Record<string, unknown>)[key] : undefined, `${this.path}.${key}`);
  }

  /** The first of these members that is given. */
  anyOf(...keys: readonly string[]): Field {
    return keys.map((key) => this.get(key)).find((field) => field.isGiven) ?? this.get(keys[0] as string);
  }

  /** The members of an object in their order. */
  entries(): [string, Field][] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) this.fail('an object');
    return Object.entries(this.value).map(([key, value]) => [key, new Field(value, `${this.path}.${key}`)]);
  }

  items(): Field[] {
    if (!Array.isArray(this.value) || this.value.length > ROWS_MAX) this.fail(`a list of at most ${ROWS_MAX}`);
    return (this.value as unknown[]).map((item, index) => new Field(item, `${this.path}[${index}]`));
  }

  isList(): boolean {
    return Array.isArray(this.value);
  }

  /** A row of two cells, `["2026-01", "1000.00"]`. */
  pair(): [Field, Field] {
    const cells = this.items();
    return cells.length === 2 ? (cells as [Field, Field]) : this.fail('a row of two cells');
  }

  pairs(): [Field, Field][] {
    return this.items().map((row) => row.pair());
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('a text');
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  isNumeric(): boolean {
    return typeof this.value === 'number' || (typeof this.value === 'string' && DECIMAL.test(this.value));
  }

  /** An exact decimal as text; a number of JSON is taken by its shortest decimal form. */
  decimal(): string {
    const text = typeof this.value === 'number' ? String(this.value) : this.value;
    if (typeof text !== 'string' || !DECIMAL.test(text)) this.fail('a decimal at or above zero');
    return text;
  }

  rational(): Rational {
    return Rational.parse(this.decimal());
  }

  /** A decimal of either sign, without it. */
  magnitude(): Rational {
    const text = typeof this.value === 'number' ? String(this.value) : this.value;
    return new Field(typeof text === 'string' ? text.replace(/^-/, '') : text, this.path).rational();
  }

  /** A fraction `1/3` or a decimal. */
  share(): Rational {
    if (typeof this.value === 'string' && /^\d{1,9}\/[1-9]\d{0,8}$/.test(this.value)) return Rational.parse(this.value);
    return this.rational();
  }

  /** Roubles with at most two decimals, at or above zero. */
  amount(): Kopecks {
    const text = this.decimal();
    return /^\d+(\.\d{1,2})?$/.test(text) ? kopecksFromRoubles(text) : this.fail('roubles with at most two decimals');
  }

  count(): number {
    const text = this.decimal();
    const count = /^\d{1,9}$/.test(text) ? Number(text) : COUNT_MAX + 1;
    return count <= COUNT_MAX ? count : this.fail(`a whole number up to ${COUNT_MAX}`);
  }

  date(): CivilDate {
    const text = this.text();
    return isCivilDate(text) && isOfOurTime(text) ? text : this.fail('a date YYYY-MM-DD of our time');
  }

  period(): BillingPeriod {
    const text = this.text();
    return isBillingPeriod(text) && isOfOurTime(text) ? text : this.fail('a month YYYY-MM of our time');
  }

  /** A day given as a date or as the number of days after another day. */
  dayAfter(day: CivilDate): CivilDate {
    if (this.isNumeric()) return addDays(day, this.upTo(DAYS_MAX));
    return notTooFar(day, this);
  }

  /** A whole number from 0 to a limit of its own. */
  upTo(limit: number): number {
    const count = this.count();
    return count <= limit ? count : this.fail(`a whole number up to ${limit}`);
  }

  fail(expected: string): never {
    throw new MalformedCase(this.isGiven ? `${this.path} is not ${expected}` : `${this.path} is missing`);
  }
}

const DECIMAL = /^\d{1,18}(\.\d{1,12})?$/;

/** Calendars of months and rates make sense only here, and a loop over them ends. */
function isOfOurTime(text: string): boolean {
  return text >= '1900' && text < '2200';
}

/** Refuses to count days over centuries. */
function notTooFar(from: CivilDate, field: Field): CivilDate {
  const day = field.date();
  return Math.abs(daysBetween(from, day)) <= DAYS_MAX ? day : field.fail(`a day within ${DAYS_MAX} days`);
}
