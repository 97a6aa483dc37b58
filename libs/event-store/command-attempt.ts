import { Decider, DomainEvent, EventMetadata, fold, RecordedEvent, Rejection } from '#libs/kernel';
import { eventIdOf, hashOfInput } from './event-id';
import { AppendOutcome, EventStore, NewEvent, NO_STREAM } from './event-store.port';
import { refusalOfWords } from './words-of-events';

/** The state of a stream as its caller has it already, for example from a read model that a job pages through. */
export interface KnownState<State> {
  readonly state: State;
  /** The revision of the last event in the state; `NO_STREAM` for none. */
  readonly revision: number;
}

export interface CommandRequest<State, Command, Event extends DomainEvent> {
  readonly stream: string;
  readonly decider: Decider<State, Command, Event>;
  readonly command: Command;
  /** One intention of one caller; stated again with the same input it is answered, not done again. */
  readonly commandId: string;
  /** Who states the command: `person:…`, `staff:…`, `import`, `night`, `service:billing`. */
  readonly actor: string;
  /** The command id where absent. */
  readonly correlationId?: string | undefined;
  /** The event or message behind the command; null or absent when a person started it. */
  readonly causationId?: string | null | undefined;
  /** What the caller asked for, to tell a repetition from another command under the same id; the command where absent. */
  readonly input?: unknown;
  /**
   * True where the same command may have been done in another stream, because its stream goes by the time at which it is
   * stated: a payment belongs to the period that is open. It is then recognised in every stream.
   */
  readonly mayStandElsewhere?: boolean | undefined;
  /** Spares the first attempt the reading of the stream. After a conflict the stream is read all the same. */
  readonly known?: KnownState<State> | undefined;
}

export type CommandResult<Event extends DomainEvent = DomainEvent> =
  | {
      readonly kind: 'done';
      /** The command's events; none when nothing had to change. */
      readonly events: readonly (Event & RecordedEvent)[];
      /**
       * Up to here a reader has to be to see what the command did: the position of its last event. Without events
       * that of the last event of the stream, or 0 when the caller brought the state and the stream was not read.
       */
      readonly position: number;
      /** The revision of the command's last event; without events that of the stream. */
      readonly revision: number;
      /** True when the command had been done before. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** A command with the hash of its input and the instant at which it was learnt of. */
export interface StatedCommand<State, Command, Event extends DomainEvent> {
  readonly request: CommandRequest<State, Command, Event>;
  readonly inputHash: string;
  readonly recordedAt: string;
}

/** What a decision rests on. */
export interface StreamView<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: number;
  /** False for a state that the caller brought: a rejection on it has to be confirmed on the stream. */
  readonly isRead: boolean;
}

export type Decision<Event extends DomainEvent> =
  | { readonly kind: 'answer'; readonly result: CommandResult<Event> }
  | { readonly kind: 'append'; readonly events: readonly NewEvent[] }
  | { readonly kind: 'read_first' };

export function stateCommand<State, Command, Event extends DomainEvent>(
  request: CommandRequest<State, Command, Event>,
  recordedAt: string,
): StatedCommand<State, Command, Event> {
  const input = request.input === undefined ? request.command : request.input;
  return { request, inputHash: hashOfInput(input), recordedAt };
}

export function viewOfKnown<State>(known: KnownState<State>): StreamView<State> {
  return { state: known.state, revision: known.revision, position: 0, isRead: false };
}

export function viewOfHistory<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  history: readonly RecordedEvent[],
): StreamView<State> {
  const last = history.at(-1);
  return {
    // A stream holds only the events of its own decider.
    state: fold(decider, history as unknown as readonly Event[]),
    revision: last?.revision ?? NO_STREAM,
    position: last?.position ?? 0,
    isRead: true,
  };
}

/** The answer to a command whose events stand in this history; null when none does. */
export function answerOfHistory<State, Command, Event extends DomainEvent>(
  stated: StatedCommand<State, Command, Event>,
  history: readonly RecordedEvent[],
): CommandResult<Event> | null {
  const events = history.filter((event) => event.metadata.commandId === stated.request.commandId);
  const last = events.at(-1);
  if (last === undefined) return null;
  if (last.metadata.commandHash !== stated.inputHash) return commandIdReused(stated.request.commandId);
  return {
    kind: 'done',
    events: events as unknown as readonly (Event & RecordedEvent)[],
    position: last.position,
    revision: last.revision,
    repeated: true,
  };
}

/** The answer to a command of which the store says that it has its events already, in whichever stream. */
export async function answerOfDuplicate<State, Command, Event extends DomainEvent>(
  store: EventStore,
  stated: StatedCommand<State, Command, Event>,
  outcome: Extract<AppendOutcome, { kind: 'duplicate' }>,
): Promise<CommandResult<Event>> {
  const history = await store.readStream(outcome.stream);
  // An event with this id but without the command id was written by something else under an id of its own making.
  return answerOfHistory(stated, history) ?? commandIdReused(stated.request.commandId);
}

function commandIdReused(commandId: string): { readonly kind: 'rejected'; readonly rejection: Rejection } {
  return { kind: 'rejected', rejection: new Rejection('COMMAND_ID_REUSED', { commandId }) };
}

export function answerOfConflict(stream: string, attempts: number): { kind: 'rejected'; rejection: Rejection } {
  return { kind: 'rejected', rejection: new Rejection('EVENT_STORE_CONFLICT', { stream, attempts }) };
}

export function decideOn<State, Command, Event extends DomainEvent>(
  stated: StatedCommand<State, Command, Event>,
  view: StreamView<State>,
): Decision<Event> {
  const { request } = stated;
  const answer = request.decider.decide(request.command, view.state);
  const decided = answer instanceof Rejection ? answer : (refusalOfWords(answer) ?? answer);
  if (decided instanceof Rejection) {
    // The command may have been done before, and may be refused now for this very reason: only the stream tells.
    if (!view.isRead) return { kind: 'read_first' };
    return { kind: 'answer', result: { kind: 'rejected', rejection: decided } };
  }
  if (decided.length === 0) {
    const { position, revision } = view;
    return { kind: 'answer', result: { kind: 'done', events: [], position, revision, repeated: false } };
  }
  const metadata = metadataOf(stated);
  const events = decided.map((event, index) => ({
    eventId: eventIdOf(request.commandId, index),
    type: event.type,
    version: event.version,
    data: event.data,
    metadata,
  }));
  return { kind: 'append', events };
}

function metadataOf<State, Command, Event extends DomainEvent>(
  stated: StatedCommand<State, Command, Event>,
): EventMetadata {
  const { request, inputHash, recordedAt } = stated;
  return {
    recordedAt,
    actor: request.actor,
    correlationId: request.correlationId ?? request.commandId,
    causationId: request.causationId ?? null,
    commandId: request.commandId,
    commandHash: inputHash,
  };
}

/** The answer to a command whose events were written just now. */
export function answerOfAppend<Event extends DomainEvent>(
  stream: string,
  events: readonly NewEvent[],
  outcome: Extract<AppendOutcome, { kind: 'appended' }>,
): CommandResult<Event> {
  const recorded = events.map((event, index): RecordedEvent => {
    const behindLast = events.length - 1 - index;
    return {
      type: event.type,
      version: event.version,
      data: event.data,
      eventId: event.eventId,
      stream,
      revision: outcome.lastRevision - behindLast,
      position: outcome.positions?.[index] ?? outcome.lastPosition - behindLast,
      metadata: event.metadata,
    };
  });
  return {
    kind: 'done',
    events: recorded as unknown as readonly (Event & RecordedEvent)[],
    position: outcome.lastPosition,
    revision: outcome.lastRevision,
    repeated: false,
  };
}
