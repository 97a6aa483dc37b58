import { Decider, fold, unreachable } from './decider';
import { DomainEvent } from './event';
import { isRejection, Rejection } from './rejection';

type Counted = DomainEvent<'VisitorCounted', { visitors: number }>;

const counting: Decider<number, { add: number }, Counted> = {
  initialState: () => 0,
  evolve: (total, event) => total + event.data.visitors,
  decide: ({ add }, total) => {
    if (total + add > 10) return new Rejection('HALL_FULL', { total, limit: 10 });
    return add === 0 ? [] : [{ type: 'VisitorCounted', version: 1, data: { visitors: add } }];
  },
};

describe('a decider', () => {
  it('finds its state by folding past events, from the first to the last', () => {
    const events = [3, 4].map((visitors) => ({ type: 'VisitorCounted' as const, version: 1, data: { visitors } }));
    expect(fold(counting, events)).toBe(7);
    expect(fold(counting, [])).toBe(0);
    const words = { initialState: () => '', evolve: (text: string, event: Counted) => `${text}${event.data.visitors}` };
    expect(fold(words, events)).toBe('34');
  });

  it('answers a command with events, with none when nothing changes, or with a named rejection', () => {
    expect(counting.decide({ add: 2 }, 7)).toEqual([{ type: 'VisitorCounted', version: 1, data: { visitors: 2 } }]);
    expect(counting.decide({ add: 0 }, 7)).toEqual([]);
    expect(isRejection(counting.decide({ add: 4 }, 7))).toBe(true);
  });

  it('stops on a case that the compiler was told cannot be', () => {
    expect(() => unreachable({ kind: 'unheard of' } as never)).toThrow('Unreachable case: unheard of');
    const event = { type: 'UnheardOf', data: { account: '0017', amountKopecks: 100 } };
    expect(() => unreachable(event as never)).toThrow(/^Unreachable case: UnheardOf$/);
    expect(() => unreachable('word' as never)).toThrow('Unreachable case: word');
  });
});
