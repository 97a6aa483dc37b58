import { DomainEvent } from '#libs/kernel';
import {
  answerOfAppend,
  answerOfConflict,
  answerOfDuplicate,
  answerOfHistory,
  CommandResult,
  decideOn,
  StatedCommand,
  StreamView,
  viewOfHistory,
  viewOfKnown,
} from './command-attempt';
import { EventStore, NewEvent } from './event-store.port';

/** How often a command is decided anew because somebody else wrote to its stream. */
export const CONFLICT_RETRIES_LIMIT = 3;

/** A command of the batch that has no answer yet. */
interface Pending<State, Command, Event extends DomainEvent> {
  readonly index: number;
  readonly stated: StatedCommand<State, Command, Event>;
  readonly conflicts: number;
  /** False once the state that the caller brought has proved useless. */
  readonly mayUseKnown: boolean;
}

interface DecidedAppend<State, Command, Event extends DomainEvent> {
  readonly pending: Pending<State, Command, Event>;
  readonly revision: number;
  readonly events: readonly NewEvent[];
}

/** Decides and appends in rounds, each with one bulk read and one commit, until every command has its answer. */
export async function executeBatch<State, Command, Event extends DomainEvent>(
  store: EventStore,
  commands: readonly StatedCommand<State, Command, Event>[],
): Promise<readonly CommandResult<Event>[]> {
  const results: CommandResult<Event>[] = [];
  let pending: readonly Pending<State, Command, Event>[] = commands.map((stated, index) => ({
    index,
    stated,
    conflicts: 0,
    mayUseKnown: true,
  }));
  while (pending.length > 0) pending = await executeRound(store, pending, results);
  return results;
}

/**
 * One round answers what it can and returns the rest. A stream takes part with its first command only: the next one
 * is decided on what the first has written, and resting it on events that are not stored yet could let it through
 * by accident, when another writer has added just as many.
 */
async function executeRound<State, Command, Event extends DomainEvent>(
  store: EventStore,
  pending: readonly Pending<State, Command, Event>[],
  results: CommandResult<Event>[],
): Promise<readonly Pending<State, Command, Event>[]> {
  const rest: Pending<State, Command, Event>[] = [];
  const taking: Pending<State, Command, Event>[] = [];
  const streams = new Set<string>();
  for (const item of pending) {
    const { stream } = item.stated.request;
    if (streams.has(stream)) rest.push({ ...item, mayUseKnown: false });
    else taking.push(item);
    streams.add(stream);
  }
  const appends = await decideRound(store, taking, results, rest);
  const outcomes = await store.appendMany(
    appends.map(({ pending: item, revision, events }) => ({
      stream: item.stated.request.stream,
      expectedRevision: revision,
      events,
      mayStandElsewhere: item.stated.request.mayStandElsewhere,
    })),
  );
  for (const [place, { pending: item, events }] of appends.entries()) {
    const outcome = outcomes[place];
    const { stream } = item.stated.request;
    if (outcome === undefined) throw new RangeError(`The store gave no outcome for the append to ${stream}`);
    if (outcome.kind === 'appended') results[item.index] = answerOfAppend(stream, events, outcome);
    else if (outcome.kind === 'duplicate') results[item.index] = await answerOfDuplicate(store, item.stated, outcome);
    else if (item.conflicts >= CONFLICT_RETRIES_LIMIT) {
      results[item.index] = answerOfConflict(stream, item.conflicts + 1);
    } else rest.push({ ...item, conflicts: item.conflicts + 1, mayUseKnown: false });
  }
  // The order of the requests is the order on each stream, also for those that come back.
  return rest.sort((left, right) => left.index - right.index);
}

/** Decides each command; answers those that need no append and puts those whose stream must be read first into `rest`. */
async function decideRound<State, Command, Event extends DomainEvent>(
  store: EventStore,
  taking: readonly Pending<State, Command, Event>[],
  results: CommandResult<Event>[],
  rest: Pending<State, Command, Event>[],
): Promise<readonly DecidedAppend<State, Command, Event>[]> {
  const toRead = taking.filter((item) => !usesKnown(item)).map((item) => item.stated.request.stream);
  const histories = toRead.length === 0 ? new Map<string, never>() : await store.readStreams(toRead);
  const appends: DecidedAppend<State, Command, Event>[] = [];
  for (const item of taking) {
    const { request } = item.stated;
    let view: StreamView<State>;
    if (request.known !== undefined && usesKnown(item)) {
      view = viewOfKnown(request.known);
    } else {
      const history = histories.get(request.stream) ?? [];
      const earlier = answerOfHistory(item.stated, history);
      if (earlier !== null) {
        results[item.index] = earlier;
        continue;
      }
      view = viewOfHistory(request.decider, history);
    }
    const decision = decideOn(item.stated, view);
    if (decision.kind === 'answer') results[item.index] = decision.result;
    else if (decision.kind === 'read_first') rest.push({ ...item, mayUseKnown: false });
    else appends.push({ pending: item, revision: view.revision, events: decision.events });
  }
  return appends;
}

function usesKnown<State, Command, Event extends DomainEvent>(item: Pending<State, Command, Event>): boolean {
  return item.mayUseKnown && item.stated.request.known !== undefined;
}
