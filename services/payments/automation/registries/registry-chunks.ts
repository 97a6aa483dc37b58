import { CommandHandler, CommandRequest, EventStore } from '#libs/event-store';
import { Clock, fold, isRejection, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { PersonErasedError, PersonVault } from '#libs/person-vault';
import { ReadModels } from '#libs/read-models';
import { AcceptRegistryPayment, PaymentCommand, paymentStream } from '../../domain/payment.commands';
import { paymentDecider } from '../../domain/payment.decider';
import { PaymentStreamEvent } from '../../domain/payment.events';
import { PaymentState } from '../../domain/payment.state';
import { RecordedLine } from '../../domain/registries/registry.events';
import { RegistryProfile } from '../../domain/registries/registry-profile';
import { knownAccounts } from '../../projections/known-accounts.projection';
import { recipients } from '../../projections/recipients.projection';
import { commandOf, conflictCommandOf, LineSurroundings, outcomeOf } from './judge-line';
import { IdentifiedPayment } from './read-registry';

export interface ChunkParts {
  readonly commands: CommandHandler;
  readonly store: Pick<EventStore, 'readStreams'>;
  readonly readModels: ReadModels;
  readonly vault: Pick<PersonVault, 'put' | 'putMany'>;
  readonly clock: Pick<Clock, 'today'>;
}

type Chunk = readonly IdentifiedPayment[];

/** Throws RejectedError PAYMENTS_REGISTRY_RECIPIENT_UNKNOWN where money came to an account that is not the company's. */
export async function surroundingsOf(
  { readModels, clock }: ChunkParts,
  chunk: Chunk,
  { registryId, profile }: { readonly registryId: string; readonly profile: RegistryProfile },
): Promise<LineSurroundings> {
  const numbers = [...new Set(chunk.map(({ payment }) => payment.account))].filter((account) => account !== '');
  const accounts = await readModels.getMany(knownAccounts, numbers);
  const known = profile.form === 'lines' ? [] : await readModels.find(recipients, {});
  const payees = new Map(known.map(({ document: { bankAccount, payee } }) => [bankAccount, payee]));
  for (const { payment } of chunk) {
    const { recipientAccount, line } = payment;
    if (recipientAccount === null || payees.has(recipientAccount)) continue;
    throw new RejectedError(new Rejection('PAYMENTS_REGISTRY_RECIPIENT_UNKNOWN', { line, recipientAccount }));
  }
  return { registryId, profile, accounts, payees, today: clock.today() };
}

/**
 * What would become of the lines of a chunk: the same decisions as when they are recorded, on what stands in the log and
 * what earlier lines of the file would have made of it (`states`, which grows).
 */
export async function judgeChunk(
  { store }: ChunkParts,
  chunk: Chunk,
  surroundings: LineSurroundings,
  states: Map<string, PaymentState>,
): Promise<RecordedLine[]> {
  const ids = chunk.flatMap(({ paymentId, conflictId }) => [paymentId, conflictId]);
  const histories = await store.readStreams(ids.filter((id) => !states.has(id)).map(paymentStream));
  const stateOf = (id: string): PaymentState => {
    const history = histories.get(paymentStream(id)) ?? [];
    return states.get(id) ?? fold(paymentDecider, history as readonly (PaymentStreamEvent & RecordedEvent)[]);
  };
  const decide = (id: string, command: AcceptRegistryPayment) => {
    const state = stateOf(id);
    const answer = paymentDecider.decide(command, state);
    if (!isRejection(answer) && answer.length > 0) states.set(id, answer.reduce(paymentDecider.evolve, state));
    return answer;
  };
  return chunk.map((one) => {
    let isRepeated = states.has(one.paymentId);
    let answer = decide(one.paymentId, commandOf(one, surroundings));
    if (isConflict(answer)) {
      isRepeated = states.has(one.conflictId);
      answer = decide(one.conflictId, conflictCommandOf(one, surroundings));
    }
    if (isRejection(answer)) throw new RejectedError(answer);
    return outcomeOf(one, answer, surroundings, isRepeated);
  });
}

/** Records the lines of a chunk. `seen` holds the payments of the lines before, and what they would be in conflict. Throws RejectedError. */
export async function recordChunk(
  parts: ChunkParts,
  chunk: Chunk,
  surroundings: LineSurroundings,
  { actor, seen }: { readonly actor: string; readonly seen: ReadonlySet<string> },
): Promise<RecordedLine[]> {
  const first = chunk.map((one) => requestOf(one, commandOf(one, surroundings), 'take', actor));
  await keepPayers(
    parts,
    first.filter(({ command }) => command.because !== null),
    chunk,
  );
  const answers = await parts.commands.executeMany(first);
  const conflicting = chunk.flatMap((one, index) => {
    const answer = answers[index];
    return answer?.kind === 'rejected' && isConflict(answer.rejection)
      ? [requestOf(one, conflictCommandOf(one, surroundings), 'conflict', actor)]
      : [];
  });
  await keepPayers(parts, conflicting, chunk);
  const conflictAnswers = await parts.commands.executeMany(conflicting);
  const within = new Set(seen);
  let nextConflict = 0;
  return chunk.map((one, index) => {
    let answer = answers[index];
    const isInConflict = answer?.kind === 'rejected' && isConflict(answer.rejection);
    if (isInConflict) answer = conflictAnswers[nextConflict++];
    if (answer === undefined) throw new Error('A command was not answered');
    if (answer.kind === 'rejected') throw new RejectedError(answer.rejection);
    const isRepeated = within.has(isInConflict ? one.conflictId : one.paymentId);
    within.add(one.paymentId).add(one.conflictId);
    return outcomeOf(one, answer.events, surroundings, isRepeated);
  });
}

type LineRequest = CommandRequest<PaymentState, PaymentCommand, PaymentStreamEvent> & {
  readonly command: AcceptRegistryPayment;
};

function requestOf(
  { payment }: IdentifiedPayment,
  command: AcceptRegistryPayment,
  step: 'take' | 'conflict',
  actor: string,
): LineRequest {
  const { paymentId, registryId, account, amountKopecks, receivedOn, payee, namedPeriod } = command;
  const { line } = payment;
  return {
    stream: paymentStream(paymentId),
    decider: paymentDecider,
    command,
    commandId: `registry:${registryId}:${line}:${step}`,
    // Whether the account is known by now is no part of what was asked for: a line that was taken is not taken anew.
    input: { paymentId, line, account, amountKopecks, receivedOn, payee, namedPeriod },
    actor,
    correlationId: `registry:${registryId}`,
  };
}

/** Keeps who paid what stands aside, before it does: whoever looks for the account asks for it. */
async function keepPayers({ vault }: ChunkParts, requests: readonly LineRequest[], chunk: Chunk): Promise<void> {
  const payers = new Map(chunk.map(({ payment }) => [payment.line, payment.payer]));
  const people = requests.flatMap(({ command: { payerId, line } }) => {
    const fields = payers.get(line);
    return payerId === null || fields === undefined ? [] : [{ personId: payerId, fields }];
  });
  try {
    if (people.length > 0) await vault.putMany(people);
  } catch (error) {
    if (!(error instanceof PersonErasedError)) throw error;
    // One of them was erased since, and all or none are kept: nothing of that one is kept again.
    for (const { personId, fields } of people) await keepUnlessErased(vault, personId, fields);
  }
}

async function keepUnlessErased(
  vault: ChunkParts['vault'],
  personId: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await vault.put(personId, fields);
  } catch (error) {
    if (!(error instanceof PersonErasedError)) throw error;
  }
}

function isConflict(answer: unknown): boolean {
  return isRejection(answer) && answer.code === 'PAYMENTS_PAYMENT_CONFLICT';
}
