import { DomainEvent } from './event';
import { Rejection } from './rejection';

/**
 * A decider: a pure function of past events and a command.
 * `decide` answers with new events (none when nothing changes) or a named rejection; `evolve` folds one event.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  initialState(): State;
  evolve(state: State, event: Event): State;
  decide(command: Command, state: State): readonly Event[] | Rejection;
}

/** Folds events into a state. */
export function fold<State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
  events: Iterable<Event>,
): State {
  let state = decider.initialState();
  for (const event of events) state = decider.evolve(state, event);
  return state;
}

/** Closes a switch over a union: a new member that is not handled fails to compile. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable case: ${caseOf(value)}`);
}

/** By what a case is told from others; what else it holds is of an account, and stands in no error. */
function caseOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { type, kind } = value as { readonly type?: string; readonly kind?: string };
  return type ?? kind ?? 'of no kind';
}
