import { Kopecks, kopecks } from '#libs/money';
import { OrderedWork, OrderFigures, RecalculationsOrdered } from './recalculation-order.events';

/** A plan as an approval keeps it: flat, so that whoever agrees can read all of it. */
export type RecalculationPlan = Readonly<Record<string, string | number | null>>;

type Planned = Pick<RecalculationsOrdered['data'], 'work' | 'figures' | 'cause' | 'document'>;

/** What an approval is about, by the name that identity gives to its kind. */
export const WAIVER_APPROVAL = 'write-off';
export const REPLAY_APPROVAL = 'replay';
export const RECALCULATION_APPROVAL = 'recalculation';

/** The plan that two people agree to. */
export function planOfOrder({ work, figures, cause, document }: Planned): RecalculationPlan {
  const said = { accounts: figures.accounts, differenceKopecks: figures.differenceKopecks, digest: figures.digest };
  if (work.kind === 'grounds') {
    return { account: work.account, grounds: JSON.stringify(work.grounds), ...said, cause, document };
  }
  const { replayId, from, to, house, rules } = work;
  const written = rules === null ? null : JSON.stringify(rules);
  return { replayId, from, to, house, rules: written, ...said, cause, document };
}

/** What the plan of an approval orders of billing; null for a kind, or a write-off, that is another’s. Throws on a broken one. */
export function orderOfPlan(kind: string, plan: Readonly<Record<string, unknown>>): Planned | null {
  const work = workOf(kind, plan);
  if (work === null) return null;
  const document = plan['document'] === null ? null : text(plan, 'document');
  return { work, figures: figuresOf(plan), cause: text(plan, 'cause'), document };
}

function workOf(kind: string, plan: Readonly<Record<string, unknown>>): OrderedWork | null {
  if (kind === REPLAY_APPROVAL) return replayOf(plan);
  if (kind !== WAIVER_APPROVAL && kind !== RECALCULATION_APPROVAL) return null;
  if (plan['grounds'] === undefined) return null;
  const grounds = JSON.parse(text(plan, 'grounds')) as Extract<OrderedWork, { kind: 'grounds' }>['grounds'];
  return { kind: 'grounds', grounds, account: text(plan, 'account') };
}

function replayOf(plan: Readonly<Record<string, unknown>>): OrderedWork {
  return {
    kind: 'replay',
    replayId: text(plan, 'replayId'),
    from: text(plan, 'from'),
    to: text(plan, 'to'),
    house: plan['house'] === null ? null : text(plan, 'house'),
    rules: plan['rules'] === null ? null : (JSON.parse(text(plan, 'rules')) as object),
  };
}

function figuresOf(plan: Readonly<Record<string, unknown>>): OrderFigures {
  return { accounts: number(plan, 'accounts'), differenceKopecks: sum(plan), digest: text(plan, 'digest') };
}

function sum(plan: Readonly<Record<string, unknown>>): Kopecks {
  return kopecks(number(plan, 'differenceKopecks'));
}

function text(plan: Readonly<Record<string, unknown>>, field: string): string {
  const value = plan[field];
  if (typeof value !== 'string') throw new TypeError(`The plan has no ${field}`);
  return value;
}

function number(plan: Readonly<Record<string, unknown>>, field: string): number {
  const value = plan[field];
  if (typeof value !== 'number') throw new TypeError(`The plan has no ${field}`);
  return value;
}
