import { CommandRequest, EventStore } from '#libs/event-store';
import { nextPeriod } from '#libs/kernel';
import {
  AccountPeriodCommand,
  accountPeriodStream,
  CreditPayment,
  ReversePaymentCredit,
} from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { AccountPeriodState, OpenedPeriod } from '../domain/account-period.state';
import { moneyIdOf } from '../domain/allocation.policy';
import { archivedFor } from '../domain/archive.policy';
import { LedgerRules } from '../domain/ledger-rules.policy';
import { wholeHistory } from './whole-history';

export type PeriodRequest = CommandRequest<AccountPeriodState, AccountPeriodCommand, AccountPeriodEvent>;

/**
 * The command that opens the period after a closed one, with the ledgers that it carried forward and the payments that
 * it held. Whoever states it, it has one id: the period is opened once.
 */
export async function openingAfter(
  store: EventStore,
  closed: OpenedPeriod,
  rules: LedgerRules,
): Promise<PeriodRequest> {
  const { account, houseId, ledgers } = closed;
  const period = nextPeriod(closed.period);
  const held = await heldBy(store, closed, rules);
  return {
    stream: accountPeriodStream(account, period),
    decider: accountPeriodDecider,
    command: { kind: 'OpenPeriod', account, houseId, period, carriedFrom: closed.period, ledgers, held },
    commandId: `open:${period}:${account}`,
    actor: 'night',
    input: { account, period },
    known: { state: { status: 'not_opened' }, revision: -1 },
  };
}

/** What the period held, with what the recalls need: their lines may have been archived by the close itself. */
async function heldBy(
  store: EventStore,
  { account, period, ledgers, held }: OpenedPeriod,
  rules: LedgerRules,
): Promise<(CreditPayment | ReversePaymentCredit)[]> {
  const recalls = held.some((fact) => fact.kind === 'ReversePaymentCredit');
  const whole = recalls ? (await wholeHistory(store, account, period)).ledgers : ledgers;
  return held.map((fact) => {
    if (fact.kind === 'CreditPayment') return { ...fact, rules };
    const { payee, paymentId } = fact;
    const asked = { periods: [], moneyId: moneyIdOf(paymentId) };
    return { ...fact, restored: archivedFor(whole[payee], ledgers[payee], asked) };
  });
}
