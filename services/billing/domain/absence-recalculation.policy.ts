import {
  addDays,
  BillingPeriod,
  CivilDate,
  dayNumber,
  daysBetween,
  daysInPeriod,
  firstDayOf,
  lastDayOf,
  later,
  periodOf,
  periodsBetween,
} from '#libs/kernel';
import { Rational } from '#libs/money';
import { activeRange, personsOf, residentsWithin } from './activity.policy';
import { RecalculationLine } from './calculation';
import { Absence, Dossier, UtilityRecord } from './dossier';
import { componentsOfRegisters, inputOf, numeral, RecalculationDraft, recalculationLine } from './line.policy';
import { Records } from './reading-correction.policy';
import { ReferenceBook, Utility } from './reference-book';

/** The application has to be made within so many days after the return. ПП РФ 354 п. 91. */
const APPLICATION_DAYS = 30;

/** The full days of an absence: the days of leaving and of return are not counted. ПП РФ 354 п. 86. */
export function fullDaysAway(absence: Pick<Absence, 'leftOn' | 'returnedOn'>): number {
  return Math.max(0, daysBetween(absence.leftOn, absence.returnedOn) - 1);
}

/** The full days of an absence, the days of leaving and of return not counted; null when it is not granted. */
export function grantedFullDays(
  absence: Pick<Absence, 'leftOn' | 'returnedOn' | 'appliedOn'>,
  moreThanDays: number,
): { first: CivilDate; last: CivilDate; days: number } | null {
  const days = fullDaysAway(absence);
  if (days <= moreThanDays) return null;
  if (daysBetween(absence.returnedOn, absence.appliedOn) > APPLICATION_DAYS) return null;
  return { first: addDays(absence.leftOn, 1), last: addDays(absence.returnedOn, -1), days };
}

/** The first month whose close may post an absence: that of the application, or the one that was open when it was told of. */
export function postedFrom({ appliedOn, recordedIn }: Pick<Absence, 'appliedOn' | 'recordedIn'>): BillingPeriod {
  return later(periodOf(appliedOn), recordedIn ?? periodOf(appliedOn));
}

/**
 * Recalculations for a temporary absence posted in a period: for each month of full days the part of what was
 * charged by norm. ПП РФ 354 п. 86–98; п. 148(44) for waste. Only utilities charged without a meter that could not
 * have one, or by norm after a failure.
 * `records` holds closed periods and the present one.
 */
export function recalculateAbsences(
  dossier: Dossier,
  book: ReferenceBook,
  period: BillingPeriod,
  records: Records,
): RecalculationLine[] {
  const byLeaving = [...dossier.absences].sort((left, right) => (left.leftOn < right.leftOn ? -1 : 1));
  return byLeaving.flatMap((absence) => {
    const minimum = Number(book.setting('absence_min_days', absence.leftOn));
    const granted = grantedFullDays(absence, minimum);
    if (!granted) return [];
    return periodsBetween(periodOf(granted.first), periodOf(granted.last))
      .filter((of) => of >= book.firstPeriod && later(of, postedFrom(absence)) === period)
      .flatMap((of) => {
        const days = {
          from: dayNumber(later(granted.first, firstDayOf(of))),
          to: dayNumber(granted.last < lastDayOf(of) ? granted.last : lastDayOf(of)) + 1,
        };
        return book.utilities.flatMap((utility) =>
          absenceLines({ dossier, book, absence, of, days, records, utility }),
        );
      });
  });
}

interface AbsenceQuestion {
  readonly dossier: Dossier;
  readonly book: ReferenceBook;
  readonly absence: Absence;
  readonly of: BillingPeriod;
  readonly days: { readonly from: number; readonly to: number };
  readonly records: Records;
  readonly utility: Utility;
}

function absenceLines(question: AbsenceQuestion): RecalculationLine[] {
  const record = recordOf(question, question.utility.utility);
  if (!record) return [];
  if (question.utility.kind === 'sewage') return sewageLines(question, record);
  const share = awayShare(question, question.utility.utility);
  if (share.isZero()) return [];
  switch (question.utility.kind) {
    case 'metered':
    case 'metered_two_part':
      return isRecalculated(record) ? meteredLines(question, record, share) : [];
    case 'waste_persons':
    case 'waste_area':
      return [wasteLine(question, record, share)];
    case 'heating':
    case 'area':
    case 'soi_norm':
      return [];
  }
}

function recordOf(question: AbsenceQuestion, utility: string): UtilityRecord | undefined {
  return question.records[utility]?.find((record) => record.period === question.of);
}

/**
 * Σ over the full days on which the utility was active of the absent persons, at most those who lived there, as a
 * part of the month's days.
 */
function awayShare({ dossier, absence, of, days }: AbsenceQuestion, utility: string): Rational {
  const connection = dossier.connections[utility];
  if (!connection) return Rational.ZERO;
  const active = activeRange(dossier, connection, of);
  const range = { from: Math.max(active.from, days.from), to: Math.min(active.to, days.to) };
  if (range.from >= range.to) return Rational.ZERO;
  let personDays = 0;
  for (const part of residentsWithin(dossier.residents, range)) {
    personDays += Math.min(absence.persons, personsOf(part.residents)) * (part.range.to - part.range.from);
  }
  return Rational.of(personDays, daysInPeriod(of));
}

/** No meter possible, or a failed meter charged by norm (ПП РФ 354 п. 86). */
function isRecalculated(record: UtilityRecord): boolean {
  const byNorm = record.basis === 'norm' || record.basis === 'norm_raised';
  return record.branch === 6 || (record.branch === 2 && byNorm);
}

function draftOf(
  { utility, absence, of }: AbsenceQuestion,
  share: Rational,
): Pick<RecalculationDraft, 'utility' | 'source' | 'reason' | 'ofPeriod' | 'why' | 'inputs'> {
  const value = `${absence.persons} away ${absence.leftOn}..${absence.returnedOn}, applied ${absence.appliedOn}`;
  return {
    utility,
    source: null,
    reason: 'absence',
    ofPeriod: of,
    why: {
      code: 'absence',
      details: { leftOn: absence.leftOn, returnedOn: absence.returnedOn, share: share.toText() },
    },
    inputs: [{ name: 'absence', value, eventId: absence.eventId }],
  };
}

function meteredLines(question: AbsenceQuestion, record: UtilityRecord, share: Rational): RecalculationLine[] {
  const { book, utility, dossier, of } = question;
  const norm = book.norm(utility.utility, 'person_month', dossier.houseId, of);
  const draft = draftOf(question, share);
  const quantity = norm.value.times(share).negated();
  const formula = `(-${norm.text}) * ${numeral(share)}`;
  const twoPart = utility.kind === 'metered_two_part';
  const lines = [
    recalculationLine({
      ...draft,
      component: twoPart ? 'water' : (componentsOfRegisters(record.volumes.length)[0] ?? null),
      quantity,
      quantityFormula: formula,
      tariff: record.tariffs[0] as string,
      tariffEventId: record.tariffEventIds[0] ?? null,
      coefficient: record.coefficient,
      inputs: [...draft.inputs, inputOf('norm', norm)],
    }),
  ];
  if (twoPart) {
    const heatNorm = record.heatNorm as string;
    lines.push(
      recalculationLine({
        ...draft,
        component: 'heat',
        quantity: quantity.times(Rational.parse(heatNorm)),
        quantityFormula: `${formula} * ${heatNorm}`,
        tariff: record.heatTariff as string,
        tariffEventId: record.heatTariffEventId,
        coefficient: null,
        inputs: [...draft.inputs, inputOf('norm', norm)],
      }),
    );
  }
  return lines;
}

/** Sewage goes down with each of its sources that is recalculated, by that source's days. */
function sewageLines(question: AbsenceQuestion, record: UtilityRecord): RecalculationLine[] {
  const { book, utility, dossier, of } = question;
  return utility.sources.flatMap((source) => {
    const sourceRecord = recordOf(question, source);
    if (!sourceRecord || !isRecalculated(sourceRecord)) return [];
    const share = awayShare(question, source);
    if (share.isZero()) return [];
    const norm = book.norm(source, 'person_month', dossier.houseId, of);
    const draft = draftOf(question, share);
    return [
      recalculationLine({
        ...draft,
        component: null,
        source,
        quantity: norm.value.times(share).negated(),
        quantityFormula: `(-${norm.text}) * ${numeral(share)}`,
        tariff: record.tariffs[0] as string,
        tariffEventId: record.tariffEventIds[0] ?? null,
        coefficient: null,
        inputs: [...draft.inputs, inputOf('norm', norm)],
      }),
    ];
  });
}

function wasteLine(question: AbsenceQuestion, record: UtilityRecord, share: Rational): RecalculationLine {
  const { book, utility, dossier, of } = question;
  const draft = draftOf(question, share);
  const common = {
    ...draft,
    component: null,
    tariff: record.tariffs[0] as string,
    tariffEventId: record.tariffEventIds[0] ?? null,
    coefficient: null,
  };
  if (utility.kind === 'waste_persons') {
    const norm = book.norm(utility.utility, 'person_year', dossier.houseId, of);
    return recalculationLine({
      ...common,
      quantity: norm.value.dividedBy(Rational.of(12)).times(share).negated(),
      quantityFormula: `(-${norm.text}) / 12 * ${numeral(share)}`,
      inputs: [...draft.inputs, inputOf('norm', norm)],
    });
  }
  const charged = Rational.parse(record.volumes[0] as string);
  const persons = Rational.parse(record.persons);
  return recalculationLine({
    ...common,
    quantity: charged.times(share).dividedBy(persons).negated(),
    quantityFormula: `(-1) * ${numeral(charged)} * ${numeral(share)} / ${numeral(persons)}`,
    inputs: [...draft.inputs, { name: 'charged_quantity', value: charged.toText(), eventId: null }],
  });
}
