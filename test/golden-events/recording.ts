import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decider, DomainEvent, isRejection } from '#libs/kernel';
import { deciderSpec as ordinaryDeciderSpec } from '../../libs/testing/index';

/** In place of `#libs/testing` while golden events are made: what deciders answer in their own specs is kept. */
export * from '../../libs/testing/index';

interface Kept {
  readonly event: DomainEvent;
  /** The stream that it was decided upon. */
  readonly upon: readonly DomainEvent[];
}

const best = new Map<string, Kept>();

export function deciderSpec<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): ReturnType<typeof ordinaryDeciderSpec<State, Command, Event>> {
  let upon: readonly Event[] = [];
  const spec = ordinaryDeciderSpec<State, Command, Event>({
    ...decider,
    decide(command, state) {
      const answer = decider.decide(command, state);
      if (isRejection(answer)) return answer;
      for (const [index, event] of answer.entries()) keep({ event, upon: [...upon, ...answer.slice(0, index)] });
      return answer;
    },
  });
  const given = (events: readonly Event[]) => ({
    when(command: Command) {
      upon = events;
      return spec.given(events).when(command);
    },
  });
  return { given, when: (command) => given([]).when(command) };
}

/** The event that says most is kept; of two that say as much, one by its text, so that a run repeats the last one. */
function keep(kept: Kept): void {
  const name = `${kept.event.type}.v${String(kept.event.version)}`;
  const known = best.get(name);
  if (known === undefined || compare(kept.event, known.event) > 0) best.set(name, structuredClone(kept));
}

function compare(left: DomainEvent, right: DomainEvent): number {
  const difference = saidBy(left.data) - saidBy(right.data);
  return difference === 0 ? (JSON.stringify(left.data) > JSON.stringify(right.data) ? 1 : -1) : difference;
}

/** How many places of the data are filled; a few elements of a list say as much as many. */
function saidBy(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return 1 + Math.max(0, ...value.map(saidBy));
  return typeof value === 'object' ? Object.values(value).reduce((sum: number, one) => sum + saidBy(one) + 1, 0) : 1;
}

afterAll(() => {
  const [, service = ''] = /services\/(\w+)\//.exec(expect.getState().testPath ?? '') ?? [];
  const folder = process.env['GOLDEN_EVENTS_FOLDER'] ?? '';
  for (const [name, { event, upon }] of best) {
    write(join(folder, service), name, event.data);
    write(join(folder, 'upon', service), name, upon);
  }
});

function write(folder: string, name: string, content: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}
