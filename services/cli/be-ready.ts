import { RejectedError, Rejection } from '#libs/kernel';
import { Stack } from '#libs/platform';
import { billingKnows, SERVICES } from '#services/app';

/**
 * What a command has to know in the distributed mode, where other processes work beside it:
 *
 * - `log`: what is kept, as it is. Nothing is folded, nothing is told to anybody, nobody is waited for.
 * - `read models`: they are folded to where the log ended when the command began.
 * - `billing`: besides, what billing makes of the others' facts. Where it does not know of all, that is said, and the answer given.
 * - `all of billing`: without it the command does nothing, because what it does is for ever.
 */
export type Need = 'log' | 'read models' | 'billing' | 'all of billing';

/** Longer than processes of payments and then of billing need to note how far they have come. */
const ANSWER_WAITS_MILLISECONDS = 5_000;
/** A night that nobody watches is tried again by whoever has started it; one that a person has started says why it does not begin. */
const NIGHT_WAITS_MILLISECONDS = 5 * 60_000;

export interface ReadyWaits {
  readonly answerMilliseconds: number;
  readonly nightMilliseconds: number;
}

const WAITS: ReadyWaits = {
  answerMilliseconds: ANSWER_WAITS_MILLISECONDS,
  nightMilliseconds: NIGHT_WAITS_MILLISECONDS,
};

/**
 * Brings what a command needs to where the log ended when it began: whoever writes meanwhile is not run after. Of the
 * services payments is waited for, by way of which billing hears of money, and billing, at most so long. Throws RejectedError
 * CLI_BILLING_BEHIND where all of it is needed.
 */
export async function beReady(
  stack: Pick<Stack, 'store' | 'projector' | 'transport'>,
  need: Need,
  say: (text: string) => void,
  waits: ReadyWaits = WAITS,
): Promise<void> {
  if (need === 'log') return;
  if (need === 'billing' && !(await billingKnows(stack, { withinMilliseconds: waits.answerMilliseconds }))) {
    say('Billing has not heard of everything that stands in the log: what was paid or read last may be missing here.');
  }
  if (need === 'all of billing') await requireKnown(stack, say, waits);
  // What billing recorded of it stands behind it; it is at most the present end of the log.
  await stack.projector.catchUpTo(await stack.store.head());
}

async function requireKnown(
  stack: Pick<Stack, 'store' | 'transport'>,
  say: (text: string) => void,
  { answerMilliseconds, nightMilliseconds }: ReadyWaits,
): Promise<void> {
  if (await billingKnows(stack, { withinMilliseconds: answerMilliseconds })) return;
  // What a service that is away has recorded it has told nobody: this process tells it, as another copy of it would.
  stack.transport.publish(
    SERVICES.map(({ name }) => name),
    () => undefined,
  );
  const minutes = Math.ceil(nightMilliseconds / 60_000);
  say(`Billing has not heard of everything that stands in the log; it is waited for, at most ${minutes} minutes.`);
  if (await billingKnows(stack, { withinMilliseconds: nightMilliseconds })) return;
  throw new RejectedError(new Rejection('CLI_BILLING_BEHIND', { minutes }));
}
