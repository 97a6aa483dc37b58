import { CivilDate, Rejection } from '#libs/kernel';
import { MeterInstalled, ReadingDoubtNoted, ReadingDoubtSettled, RegisterValues } from './meter.events';
import { doubtsOf, farAboveUsual, Shown } from './reading-doubts.policy';

const CONFIRMED_WHEN_WRITTEN = 'Подтверждено сотрудником при записи';
/** Digits after the point in a question to a person. */
const QUESTION_DIGITS = 3;

interface TypedReading {
  readonly takenOn: CivilDate;
  /** The day of the company on which it is written down. */
  readonly writtenOn: CivilDate;
  readonly values: RegisterValues;
  /** Whether whoever types it has been asked and says that it is right. */
  readonly confirmed: boolean;
}

/**
 * The office is asked the same as a resident: a digit too many is as easily typed at a desk. A reading that jumps, or goes
 * over the greatest number of a register, is refused until it is confirmed; once it is, the log keeps the doubt and who
 * was sure beside the reading. What is below the reading before is refused elsewhere, and confirmed by nobody.
 * METERING_READING_FAR_ABOVE_USUAL, METERING_READING_ROLLS_OVER.
 */
export function questionTheOffice(
  { takenOn, writtenOn, values, confirmed }: TypedReading,
  before: readonly Shown[],
  { account, meterId, digits, maxMonthly }: MeterInstalled['data'],
): readonly (ReadingDoubtNoted | ReadingDoubtSettled)[] | Rejection {
  const now = { on: takenOn, values };
  const doubts = doubtsOf(now, before, { digits, maxMonthly });
  if (doubts.length === 0) return [];
  const named = { account, meterId, takenOn };
  if (!confirmed) {
    const jump = farAboveUsual(now, before, digits);
    if (jump !== null) {
      const said = { growth: jump.growth.toDecimal(QUESTION_DIGITS), usual: jump.usual.toDecimal(QUESTION_DIGITS) };
      return new Rejection('METERING_READING_FAR_ABOVE_USUAL', { ...named, register: jump.register, ...said });
    }
    const last = before.at(-1);
    const previous = { previousValue: last?.values.join(' / ') ?? '', previousOn: last?.on ?? '' };
    return new Rejection('METERING_READING_ROLLS_OVER', { ...named, value: values.join(' / '), ...previous });
  }
  const noted = { ...named, receivedOn: writtenOn, values, doubts, counted: true, effectiveOn: writtenOn };
  const settled = { ...named, settledOn: writtenOn, verdict: 'confirmed', effectiveOn: writtenOn } as const;
  return [
    { type: 'ReadingDoubtNoted', version: 1, data: { ...noted, explanation: 'read_again' } },
    { type: 'ReadingDoubtSettled', version: 1, data: { ...settled, reason: CONFIRMED_WHEN_WRITTEN } },
  ];
}
