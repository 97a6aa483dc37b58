import { BillingPeriod, CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { NIGHT_RUN_EVENT_TYPES, NightRunEvent } from '../domain/night-run.events';

export interface AskedCalculation {
  /** `staff:48210935`. */
  readonly by: string;
  readonly at: string;
  readonly period: BillingPeriod;
  /** null for all accounts. */
  readonly account: string | null;
}

/** The nightly jobs of a date, and what people had calculated on that day. */
export interface NightRunRow {
  readonly date: CivilDate;
  readonly status: 'asked' | 'running' | 'completed';
  /** UTC instants; null before it began, and while it goes on. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** In the order recorded, the latest of them. */
  readonly asked: readonly AskedCalculation[];
}

const ASKED_KEPT = 50;

type Told = RecordedEvent & NightRunEvent;

/** When did the nightly jobs run, and who asked for them besides? One document a date; its houses stand by themselves. */
export const nightRunsProjection: Projection<NightRunRow> = {
  name: 'billing.night-runs',
  version: 2,
  handles: NIGHT_RUN_EVENT_TYPES,
  keysOf: (event) => [(event as Told).data.date],
  columns: { date: 'text' },
  columnsOf: ({ date }) => ({ date }),
  indexes: [['date']],
  evolve: (row, event, date) => evolveRun(row ?? newRun(date), event as Told),
};

function newRun(date: CivilDate): NightRunRow {
  return { date, status: 'asked', startedAt: null, completedAt: null, asked: [] };
}

function evolveRun(row: NightRunRow, event: Told): NightRunRow {
  const { recordedAt, actor } = event.metadata;
  switch (event.type) {
    case 'CalculationAsked': {
      const { period, account } = event.data;
      return { ...row, asked: [...row.asked, { by: actor, at: recordedAt, period, account }].slice(-ASKED_KEPT) };
    }
    case 'NightRunStarted':
      return { ...row, status: 'running', startedAt: row.startedAt ?? recordedAt, completedAt: null };
    case 'NightRunCompleted':
      return { ...row, status: 'completed', completedAt: recordedAt };
    default:
      return unreachable(event);
  }
}
