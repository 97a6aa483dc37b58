import { isLuhnValid } from '../../domain/registries/registry-field.policy';
import { RecordedLine, RegistryLineNote, RegistryOutcome } from '../../domain/registries/registry.events';
import { RegistryProfile } from '../../domain/registries/registry-profile';
import { AcceptRegistryPayment } from '../../domain/payment.commands';
import { Payee, PaymentStreamEvent, SetAsideReason } from '../../domain/payment.events';
import { KnownAccount } from '../../projections/known-accounts.projection';
import { IdentifiedPayment } from './read-registry';

/** What of the world besides the file decides about its lines. */
export interface LineSurroundings {
  readonly registryId: string;
  readonly profile: RegistryProfile;
  readonly accounts: ReadonlyMap<string, { readonly document: KnownAccount }>;
  /** Whose money came to which account of the company. */
  readonly payees: ReadonlyMap<string, Payee>;
  readonly today: string;
}

/** The command by which a line is taken. */
export function commandOf(
  { payment, paymentId }: IdentifiedPayment,
  surroundings: LineSurroundings,
): AcceptRegistryPayment {
  const { line, account, amountKopecks, paidOn, namedPeriod, reference, payer } = payment;
  return {
    kind: 'AcceptRegistryPayment',
    paymentId,
    account,
    payee: payeeOf(payment.recipientAccount, surroundings),
    amountKopecks,
    receivedOn: paidOn,
    namedPeriod,
    because: reasonToSetAside(account, surroundings),
    conflictsWith: null,
    registryId: surroundings.registryId,
    line,
    reference,
    payerId: Object.keys(payer).length === 0 ? null : payerIdOf(paymentId),
    today: surroundings.today,
  };
}

/** The command for a line whose identity another payment has. */
export function conflictCommandOf(one: IdentifiedPayment, surroundings: LineSurroundings): AcceptRegistryPayment {
  const { paymentId, conflictId } = one;
  return {
    ...commandOf({ ...one, paymentId: conflictId }, surroundings),
    because: 'conflict',
    conflictsWith: paymentId,
  };
}

/** Who paid lies in the vault of persons under this id. */
function payerIdOf(paymentId: string): string {
  return `registry-payer-${paymentId}`;
}

function payeeOf(recipientAccount: string | null, { profile, payees }: LineSurroundings): Payee {
  if (profile.form === 'lines') return profile.payee;
  return payees.get(recipientAccount ?? '') ?? 'main';
}

function reasonToSetAside(account: string, { accounts, profile }: LineSurroundings): SetAsideReason | null {
  if (accounts.has(account)) return null;
  const isMistyped = profile.accountKey === 'luhn' && account !== '' && !isLuhnValid(account);
  return isMistyped ? 'wrong_check_digit' : 'unknown_account';
}

/**
 * What became of a line, from the events of its command; none where nothing had to change. `isRepeated`: the file has stated before
 * what was decided about, which is the conflict where the line is one.
 */
export function outcomeOf(
  one: IdentifiedPayment,
  events: readonly PaymentStreamEvent[],
  { accounts }: LineSurroundings,
  isRepeated: boolean,
): RecordedLine {
  const { line, reference, account, amountKopecks, paidOn } = one.payment;
  const recorded = (paymentId: string, outcome: RegistryOutcome, note: RegistryLineNote | null): RecordedLine => ({
    ...{ line, paymentId, reference, account, amountKopecks, paidOn },
    outcome,
    note,
  });
  const [event] = events;
  if (event === undefined)
    return recorded(one.paymentId, 'duplicate', isRepeated ? 'repeated_in_file' : 'known_before');
  if (event.type !== 'PaymentSetAside') {
    const closedOn = accounts.get(account)?.document.closedOn ?? null;
    return recorded(one.paymentId, 'received', closedOn !== null && closedOn <= paidOn ? 'closed_account' : null);
  }
  const { because, paymentId } = event.data;
  if (because === 'conflict') return recorded(paymentId, 'conflict', 'differs');
  // Files name no orders.
  return recorded(paymentId, 'suspended', because === 'wrong_check_digit' ? because : 'unknown_account');
}
