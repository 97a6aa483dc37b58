import { CommandHandler } from '#libs/event-store';
import { addDays, CivilDate, RejectedError } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { NightlyChargesJob, NightReport } from '#services/billing';
import { CompanyPackage } from '../company-package';
import { DatedFact, requestOf } from './dated-fact';
import { eveOf, factsOfPackage } from './package-facts';

/** The hours of a day that is played back: facts at noon, the nightly jobs in the evening. */
const NOON = '12:00:00';
const EVENING = '23:30:00';

/** What playback needs of a running system. */
export interface PlaybackParts {
  readonly commands: CommandHandler;
  readonly night: NightlyChargesJob;
  readonly clock: SettableClock;
  /** Lets every reaction and projection catch up. */
  drain(): Promise<void>;
}

export interface PlaybackOptions {
  /** The last day whose facts and evening are played; null: the opening state alone. */
  readonly through: CivilDate | null;
  onDay?(day: CivilDate, done: number, days: number): void;
}

/** A day's night parked accounts: the playback stops there, everything before it is kept. */
export class NightStoppedError extends Error {
  constructor(readonly report: NightReport) {
    super(`The night of ${report.date} parked ${report.parked.length} accounts`);
    this.name = 'NightStoppedError';
  }
}

/**
 * Plays the history of a package day by day under a clock set to each day. Played again, or further, it adds only what
 * is missing: every command has an id of its own, and a night that was done finds nothing to do.
 * Throws RejectedError when a fact contradicts what is recorded, NightStoppedError when a close is refused.
 */
export async function playBack(source: CompanyPackage, parts: PlaybackParts, options: PlaybackOptions): Promise<void> {
  const timeZone = source.company[0]?.timeZone ?? 'UTC';
  const facts = factsByDay(factsOfPackage(source));
  const eve = eveOf(source);
  const last = options.through === null || options.through < eve ? eve : options.through;
  const days: CivilDate[] = [];
  for (let day = eve; day <= last; day = addDays(day, 1)) days.push(day);
  for (const [index, day] of days.entries()) {
    parts.clock.set(day, NOON, timeZone);
    await recordDay(facts.get(day) ?? [], parts);
    if (day > eve) {
      parts.clock.set(day, EVENING, timeZone);
      const report = await parts.night.all({ date: day });
      if (report.parked.some((account) => account.step === 'close')) throw new NightStoppedError(report);
    }
    options.onDay?.(day, index + 1, days.length);
  }
  await parts.drain();
}

async function recordDay(facts: readonly DatedFact[], parts: PlaybackParts): Promise<void> {
  if (facts.length > 0) {
    for (const result of await parts.commands.executeMany(facts.map(requestOf))) {
      if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    }
  }
  await parts.drain();
}

function factsByDay(facts: readonly DatedFact[]): ReadonlyMap<CivilDate, readonly DatedFact[]> {
  const byDay = new Map<CivilDate, DatedFact[]>();
  for (const fact of facts) {
    const day = byDay.get(fact.on);
    if (day) day.push(fact);
    else byDay.set(fact.on, [fact]);
  }
  return byDay;
}
