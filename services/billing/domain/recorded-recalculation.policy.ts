import { BillingPeriod, lastDayOf } from '#libs/kernel';
import { Calculation } from './calculation';
import { Dossier } from './dossier';
import { RecordedRecalculation } from './recalculation';

/** The lines and waivers of the recorded recalculations that the close of a period posts: those recorded by its end. */
export function recordedLines(
  { recalculations }: Pick<Dossier, 'recalculations'>,
  period: BillingPeriod,
): Pick<Calculation, 'recalculations' | 'waivers' | 'recalculationIds'> {
  const due = recalculations.filter(({ recordedOn }) => recordedOn <= lastDayOf(period));
  if (due.length === 0) return { recalculations: [] };
  const waivers = due.flatMap((one) => one.waivers);
  return {
    recalculations: due.flatMap((one) => one.lines),
    recalculationIds: due.map(({ recalculationId }) => recalculationId),
    ...(waivers.length === 0 ? {} : { waivers }),
  };
}

/** The recalculations that still wait after a close that posted some of them. */
export function recalculationsAfterClose(
  recalculations: readonly RecordedRecalculation[],
  closed: { readonly recalculationIds?: readonly string[] | undefined },
): readonly RecordedRecalculation[] {
  const { recalculationIds: posted } = closed;
  if (!posted) return recalculations;
  return recalculations.filter(({ recalculationId }) => !posted.includes(recalculationId));
}
