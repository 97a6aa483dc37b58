import { VNode } from 'preact';
import { isCivilDate } from '#libs/kernel';
import { dayFault, dayInWords, errorOf, Field, FieldError, pastDayFault } from '#libs/web';
import { askedDay } from './asked';

/** The moment of which a page tells: the end of a day, as it was known at the end of a day. Null is the present. */
export interface Moment {
  readonly asOf: string | null;
  readonly knownAt: string | null;
}

export interface AskedMoment {
  readonly moment: Moment;
  /** What was typed and is no day; the moment is then the present, and the page says what is wrong. */
  readonly errors: readonly FieldError[];
}

/** Reads `asOf` and `knownAt` of a query. `today` is the civil day of the company. */
export function askedMoment(query: Readonly<Record<string, unknown>>, today: string): AskedMoment {
  const typed = (name: string) => askedDay(query, name) || null;
  const [asOf, knownAt] = [typed('asOf'), typed('knownAt')];
  const errors: FieldError[] = [];
  if (asOf !== null && !isCivilDate(asOf)) errors.push({ field: 'asOf', message: dayFault(asOf, 'Укажите день.') });
  const unknown = pastDayFault(knownAt ?? '', today, 'optional');
  if (unknown !== null) errors.push({ field: 'knownAt', message: unknown });
  return { moment: errors.length > 0 ? { asOf: null, knownAt: null } : { asOf, knownAt }, errors };
}

interface MomentFormProps {
  /** The path of the page. */
  readonly action: string;
  readonly moment: Moment;
  readonly today: string;
  readonly errors: readonly FieldError[];
  /** What else the page was asked for and keeps. */
  readonly kept?: Readonly<Record<string, string>>;
}

/** «На дату» and «как было известно»: on every page that tells sums or rules. */
export function MomentForm({ action, moment, today, errors, kept = {} }: MomentFormProps): VNode {
  return (
    <form method="get" action={action} class="inline-forms">
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Field
        id="asOf"
        label="На дату"
        hint="Пусто — на сегодня"
        error={errorOf(errors, 'asOf')}
        input={{ type: 'date', value: moment.asOf ?? '' }}
      />
      <Field
        id="knownAt"
        label="Как было известно"
        hint="На конец дня. Пусто — всё, что известно сейчас"
        error={errorOf(errors, 'knownAt')}
        input={{ type: 'date', value: moment.knownAt ?? '', max: today }}
      />
      <button class="button" type="submit">
        Показать
      </button>
    </form>
  );
}

/** The moment in words, for a heading; empty for the present. */
export function momentInWords({ asOf, knownAt }: Moment): string {
  const parts = [
    asOf === null ? null : `на ${dayInWords(asOf)}`,
    knownAt === null ? null : `как было известно ${dayInWords(knownAt)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** The same moment in a link to another page. */
export function momentInQuery({ asOf, knownAt }: Moment): Readonly<Record<string, string>> {
  return { ...(asOf === null ? {} : { asOf }), ...(knownAt === null ? {} : { knownAt }) };
}
