import { Decider, DomainEvent, Rejection } from '#libs/kernel';
import { CommandRequest } from '../command-attempt';
import { createCommandHandler } from '../command-handler';
import { EventStore } from '../event-store.port';
import { MemoryEventStore } from '../memory.event-store';

type CounterEvent = DomainEvent<'CounterRaised', { by: number }> | DomainEvent<'CounterClosed', Record<string, never>>;
type CounterCommand = { readonly raise: number; readonly times?: number } | { readonly close: true };
interface CounterState {
  readonly sum: number;
  readonly isClosed: boolean;
}

/** A counter that goes up to a hundred and can be closed once. */
export const counter: Decider<CounterState, CounterCommand, CounterEvent> = {
  initialState: () => ({ sum: 0, isClosed: false }),
  evolve: (state, event) =>
    event.type === 'CounterRaised' ? { ...state, sum: state.sum + event.data.by } : { ...state, isClosed: true },
  decide(command, state) {
    if (state.isClosed) return new Rejection('COUNTER_CLOSED', { sum: state.sum });
    if ('close' in command) return [{ type: 'CounterClosed', version: 1, data: {} }];
    const { raise, times = 1 } = command;
    if (state.sum + raise * times > 100) return new Rejection('COUNTER_TOO_HIGH', { sum: state.sum });
    if (raise === 0) return [];
    return Array.from({ length: times }, () => ({ type: 'CounterRaised', version: 1, data: { by: raise } }));
  },
};

export type CounterRequest = CommandRequest<CounterState, CounterCommand, CounterEvent>;

export function requestOf(
  commandId: string,
  command: CounterCommand,
  more: Partial<CounterRequest> = {},
): CounterRequest {
  return { stream: 'counter-1', decider: counter, command, commandId, actor: 'staff:0017', ...more };
}

const clock = { now: () => '2026-10-25T09:15:00.000Z' };

export function setUp(store: EventStore = new MemoryEventStore()) {
  return { store, handler: createCommandHandler({ store, clock }) };
}

/** Writes behind the handler's back. */
export async function writeElsewhere(store: EventStore, eventId: string, stream = 'counter-1'): Promise<void> {
  const history = await store.readStream(stream);
  const metadata = {
    recordedAt: '',
    actor: 'x',
    correlationId: '',
    causationId: null,
    commandId: null,
    commandHash: null,
  };
  const events = [{ eventId, type: 'CounterRaised', version: 1, data: { by: 1 }, metadata }];
  await store.appendMany([{ stream, expectedRevision: history.length - 1, events }]);
}
