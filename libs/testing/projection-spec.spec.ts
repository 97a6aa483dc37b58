import { Projection } from '#libs/read-models';
import { projectionSpec, recorded } from './projection-spec';

const charges: Projection<{ total: number; seen?: unknown }> = {
  name: 'testing.charges',
  version: 1,
  handles: ['ChargesCalculated', 'AccountClosed'],
  keysOf: (event) => [(event.data as { account: string }).account],
  evolve: (document, event) =>
    event.type === 'AccountClosed'
      ? null
      : { total: (document?.total ?? 0) + (event.data as { amount: number }).amount },
  columns: { total: 'integer' },
  columnsOf: ({ total }) => ({ total }),
  indexes: [],
};

const history = [
  recorded('ChargesCalculated', { account: 'A', amount: 1 }),
  recorded('ChargesCalculated', { account: 'A', amount: 2 }),
  recorded('ChargesCalculated', { account: 'B', amount: 5 }),
  recorded('AccountClosed', { account: 'B' }),
  recorded('ReadingAccepted', { account: 'C' }),
];

describe('the specification of a projection', () => {
  it('holds for what the projection makes of the events', () => {
    projectionSpec(charges)
      .given(history)
      .then('A', { total: 3 })
      .then('B', null)
      .thenKeys('A')
      .thenColumns('A', { total: 3 });
  });

  it('fails for another document, a document too many, and other columns', () => {
    const given = projectionSpec(charges).given(history);
    expect(() => given.then('A', { total: 4 })).toThrow();
    expect(() => given.then('A', null)).toThrow();
    expect(() => given.thenKeys('A', 'B')).toThrow();
    expect(() => given.thenColumns('A', { total: 4 })).toThrow();
    expect(() => given.thenColumns('B', { total: 5 })).toThrow('No document under B');
  });

  it('fails for columns that are not declared', () => {
    const undeclared = { ...charges, columns: {} };
    expect(() => projectionSpec(undeclared).given(history).thenColumns('A', { total: 3 })).toThrow();
  });

  it('fails where a document keeps what JSON loses', () => {
    const forgetful: Projection<{ total: number; seen: Set<number> }> = {
      ...charges,
      evolve: (document, event) => ({
        total: document?.seen instanceof Set ? document.seen.size : 0,
        seen: new Set([...(document?.seen instanceof Set ? document.seen : []), event.position]),
      }),
      columnsOf: () => ({}),
    };
    expect(() => projectionSpec(forgetful).given(history)).toThrow();
  });
});

it('recorded events have growing positions, and what a test overrides', () => {
  const first = recorded('ReadingAccepted', {});
  const second = recorded('ReadingAccepted', {}, { metadata: { actor: 'person:1' } });
  expect(second.position).toBe(first.position + 1);
  expect(second.metadata).toEqual({ ...first.metadata, actor: 'person:1', commandId: second.metadata.commandId });
  expect(recorded('ReadingAccepted', {}, { position: 7, stream: 's' })).toMatchObject({ position: 7, stream: 's' });
});
