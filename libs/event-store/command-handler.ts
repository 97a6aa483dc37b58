import { Clock, DomainEvent } from '#libs/kernel';
import {
  answerOfAppend,
  answerOfConflict,
  answerOfDuplicate,
  answerOfHistory,
  CommandRequest,
  CommandResult,
  decideOn,
  stateCommand,
  StatedCommand,
  StreamView,
  viewOfHistory,
  viewOfKnown,
} from './command-attempt';
import { CONFLICT_RETRIES_LIMIT, executeBatch } from './command-batch';
import { EventStore } from './event-store.port';
import { StreamTurns } from './stream-turns';

/** Commands that one commit of `executeMany` holds at most; more are done commit after commit. */
const COMMANDS_PER_COMMIT = 1_000;

export interface CommandHandler {
  /**
   * Folds the stream, decides and appends at the revision that was read. Answers with the decider's rejection, with
   * EVENT_STORE_CONFLICT when other writers came first four times in a row, or with COMMAND_ID_REUSED when the id was
   * used with another input. Throws StorageError when the store fails: the same command may then be stated again.
   */
  execute<State, Command, Event extends DomainEvent>(
    request: CommandRequest<State, Command, Event>,
  ): Promise<CommandResult<Event>>;
  /**
   * Many commands with few reads and commits, for jobs. Each is answered by itself, in the order of the requests;
   * commands on one stream are decided in their order, each on the events of the one before, in commits of their own.
   * Throws what a decider throws; what earlier commits of the call have written stands and is answered as repeated
   * when the commands are stated again.
   */
  executeMany<State, Command, Event extends DomainEvent>(
    requests: readonly CommandRequest<State, Command, Event>[],
  ): Promise<readonly CommandResult<Event>[]>;
}

export interface CommandHandlerParts {
  readonly store: EventStore;
  readonly clock: Pick<Clock, 'now'>;
}

export function createCommandHandler({ store, clock }: CommandHandlerParts): CommandHandler {
  const turns = new StreamTurns();
  return {
    execute: (request) => turns.take(request.stream, async () => executeOne(store, stateCommand(request, clock.now()))),
    async executeMany(requests) {
      const results = [];
      for (let first = 0; first < requests.length; first += COMMANDS_PER_COMMIT) {
        const recordedAt = clock.now();
        const chunk = requests.slice(first, first + COMMANDS_PER_COMMIT);
        results.push(
          ...(await executeBatch(
            store,
            chunk.map((request) => stateCommand(request, recordedAt)),
          )),
        );
      }
      return results;
    },
  };
}

async function executeOne<State, Command, Event extends DomainEvent>(
  store: EventStore,
  stated: StatedCommand<State, Command, Event>,
): Promise<CommandResult<Event>> {
  const { stream, decider, known, mayStandElsewhere } = stated.request;
  let brought = known === undefined ? null : viewOfKnown(known);
  let conflicts = 0;
  while (conflicts <= CONFLICT_RETRIES_LIMIT) {
    let view: StreamView<State>;
    if (brought !== null) {
      view = brought;
    } else {
      const history = await store.readStream(stream);
      const earlier = answerOfHistory(stated, history);
      if (earlier !== null) return earlier;
      view = viewOfHistory(decider, history);
    }
    brought = null;
    const decision = decideOn(stated, view);
    if (decision.kind === 'answer') return decision.result;
    if (decision.kind === 'read_first') continue;
    const { events } = decision;
    const outcome = await store.append({ stream, expectedRevision: view.revision, events, mayStandElsewhere });
    if (outcome.kind === 'appended') return answerOfAppend(stream, events, outcome);
    if (outcome.kind === 'duplicate') return answerOfDuplicate(store, stated, outcome);
    conflicts += 1;
  }
  return answerOfConflict(stream, conflicts);
}
