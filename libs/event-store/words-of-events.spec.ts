import { DomainEvent, Rejection } from '#libs/kernel';
import { createCommandHandler } from './command-handler';
import { MemoryEventStore } from './memory.event-store';

type Said = DomainEvent<'Said', object>;

/** A command whose events are given, by itself and in a batch. */
async function answersTo(data: object): Promise<readonly unknown[]> {
  const store = new MemoryEventStore();
  const handler = createCommandHandler({ store, clock: { now: () => '2026-10-25T09:15:00.000Z' } });
  const decider = {
    initialState: () => null,
    decide: (): readonly Said[] => [{ type: 'Said', version: 1, data }],
    evolve: () => null,
  };
  const request = { decider, command: null, actor: 'staff:0017' };
  const alone = await handler.execute({ ...request, stream: 'counter-1', commandId: 'c-1' });
  const [together] = await handler.executeMany([{ ...request, stream: 'counter-2', commandId: 'c-2' }]);
  return [alone, together, await store.head()];
}

it('no event keeps an access code or a person in its words, whoever decided it', async () => {
  const refused = (field: string, personal: string) => ({
    kind: 'rejected',
    rejection: new Rejection('WORDS_WITH_PERSONAL_DATA', { field, personal }),
  });
  for (const [data, field, personal] of [
    [{ reason: 'код 0000-0000-0572-4' }, 'reason', 'access_code'],
    [{ plan: { cause: 'звонила с +7 917 123-45-67' } }, 'cause', 'phone'],
    [{ lines: [{ document: 'заявление Петровой Н. И.' }] }, 'document', 'name'],
  ] as const) {
    expect(await answersTo(data)).toEqual([refused(field, personal), refused(field, personal), 0]);
  }
});

it('an event keeps what is no word of a person, and words that name nobody', async () => {
  const data = { account: '0000000005724', reason: 'Авария на вводе, акт 17', document: null, codes: [1, null] };
  expect(await answersTo(data)).toMatchObject([{ kind: 'done' }, { kind: 'done' }, 2]);
});
