import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, CivilDate, RejectedError, Rejection } from '#libs/kernel';
import { ConsumerState } from '#libs/messaging';
import { PersonVault } from '#libs/person-vault';
import { SettableClock } from '#libs/platform';
import { NightlyChargesJob, NightReport, referenceDecider, ReferenceBooks } from '#services/billing';
import { CompanyPackage } from '../company-package';
import { DatedFact, requestOf } from './dated-fact';
import { keepPayers } from './keep-payers';
import { companyIdOf, eveOf, factsOfPackage, personIdOf } from './package-facts';
import { packageImportDecider, packageImportStream } from './package-import.decider';
import { assertHistoryUnchanged, fingerprintOf, isPlayed, reachedDay, ReachedDay } from './played-history';

/** The hours of a day that is played back: facts at noon, the nightly jobs in the evening. */
const NOON = '12:00:00';
const EVENING = '23:30:00';

/** What playback needs of a running system. */
export interface PlaybackParts {
  readonly commands: CommandHandler;
  readonly store: EventStore;
  readonly consumerState: ConsumerState;
  /** Where the payers' names go; events carry an id alone. */
  readonly vault: PersonVault;
  readonly books: ReferenceBooks;
  readonly night: NightlyChargesJob;
  /** What is set to each hour that is played; where a process serves meanwhile nothing is set, and facts are recorded now. */
  readonly clock: Pick<SettableClock, 'set'>;
  /** Lets every reaction and projection catch up. */
  drain(): Promise<void>;
}

/** Facts that are recorded between two looks at whether to stop; one commit of the handler of commands. */
const FACTS_AT_ONCE = 1_000;

interface Recorder extends PlaybackParts {
  readonly signal: AbortSignal | undefined;
  readonly keys: ReadonlySet<string>;
}

export interface PlaybackOptions {
  /** The last day whose facts and evening are played; null: the opening state alone. */
  readonly through: CivilDate | null;
  /** Who has accepted the package; the command line where absent. */
  readonly acceptedBy?: string;
  /** Once it is aborted, playing ends between two portions of facts. */
  readonly signal?: AbortSignal;
  onDay?(day: CivilDate, done: number, days: number): void | Promise<void>;
}

/** Playing was told to stop: what is recorded stands, and the same again goes on from there. */
export class PlaybackStoppedError extends Error {
  constructor() {
    super('The playback was told to stop');
    this.name = 'PlaybackStoppedError';
  }
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
 * Throws RejectedError when a fact contradicts what is recorded (IMPORT_HISTORY_CHANGED, IMPORT_OTHER_COMPANY) or
 * could not be delivered (IMPORT_FACT_PARKED), NightStoppedError when a close is refused, PlaybackStoppedError.
 */
export async function playBack(source: CompanyPackage, parts: PlaybackParts, options: PlaybackOptions): Promise<void> {
  const timeZone = source.company[0]?.timeZone ?? 'UTC';
  const facts = factsOfPackage(source);
  const days = daysOf(source, options.through);
  const reached = await reachedDay(parts.store, days, facts);
  await acceptPackage(source, facts, parts, reached, options.acceptedBy ?? 'import');
  const byDay = factsByDay(facts);
  const eve = eveOf(source);
  const recorder = { ...parts, signal: options.signal, keys: keysOf(source) };
  for (const [index, day] of days.entries()) {
    if (reached === null || day > reached.day || (day === reached.day && reached.stage === 'facts')) {
      parts.clock.set(day, NOON, timeZone);
      await recordDay(byDay.get(day) ?? [], recorder);
    }
    requireGoing(options);
    if (day > eve && (reached === null || day >= reached.day)) {
      parts.clock.set(day, EVENING, timeZone);
      const report = await parts.night.all({ date: day });
      if (report.parked.some((account) => account.step === 'close')) throw new NightStoppedError(report);
    }
    await options.onDay?.(day, index + 1, days.length);
  }
  await parts.drain();
}

function daysOf(source: CompanyPackage, through: CivilDate | null): CivilDate[] {
  const eve = eveOf(source);
  const last = through === null || through < eve ? eve : through;
  const days: CivilDate[] = [];
  for (let day = eve; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Another package than before may only add days to come: what has been played has to stand in it as it was. */
async function acceptPackage(
  source: CompanyPackage,
  facts: readonly DatedFact[],
  parts: PlaybackParts,
  reached: ReachedDay | null,
  actor: string,
): Promise<void> {
  const companyId = companyIdOf(source);
  const fingerprint = fingerprintOf(facts);
  const accepted = await parts.store.readStream(packageImportStream(companyId));
  const last = accepted.at(-1)?.data as { fingerprint?: string } | undefined;
  if (last?.fingerprint === fingerprint) return;
  const present = await parts.books.find();
  await assertHistoryUnchanged(
    parts.store,
    facts.filter((fact) => isPlayed(fact, reached)),
  );
  await keepPayers(source, parts);
  parts.clock.set(reached?.day ?? eveOf(source), NOON, source.company[0]?.timeZone ?? 'UTC');
  const result = await parts.commands.execute({
    stream: packageImportStream(companyId),
    decider: packageImportDecider,
    command: { kind: 'AcceptPackage', companyId, fingerprint, presentCompanyId: present?.row.companyId ?? null },
    commandId: `import:${companyId}:package:${accepted.length}`,
    actor,
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
}

/**
 * The company's rules first, then what rests on them: wherever the recording is stopped, no reaction meets an account
 * whose rules are still to come.
 */
async function recordDay(facts: readonly DatedFact[], parts: Recorder): Promise<void> {
  const isRule = (fact: DatedFact) => (fact.decider as unknown) === referenceDecider;
  await recordAll(facts.filter(isRule), parts);
  await recordAll(
    facts.filter((fact) => !isRule(fact)),
    parts,
  );
  await parts.drain();
  // What is parked of others, such as an approval, is none of the package's business.
  const parked = (await parts.consumerState.parkedKeys()).find(({ key }) => parts.keys.has(key));
  if (parked) {
    const { consumer, key, contract, error } = parked;
    throw new RejectedError(new Rejection('IMPORT_FACT_PARKED', { consumer, key, contract, error }));
  }
}

async function recordAll(facts: readonly DatedFact[], { commands, signal }: Recorder): Promise<void> {
  for (let first = 0; first < facts.length; first += FACTS_AT_ONCE) {
    requireGoing({ signal });
    for (const result of await commands.executeMany(facts.slice(first, first + FACTS_AT_ONCE).map(requestOf))) {
      if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    }
  }
}

function requireGoing({ signal }: { readonly signal?: AbortSignal | undefined }): void {
  if (signal?.aborted === true) throw new PlaybackStoppedError();
}

/** Under what messages about the package go: its accounts, their payers, the company. */
function keysOf(source: CompanyPackage): ReadonlySet<string> {
  const ofAccounts = source.accounts.flatMap((account) => [account.account, personIdOf(source, account)]);
  return new Set([companyIdOf(source), ...ofAccounts]);
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
