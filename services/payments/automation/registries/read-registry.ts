import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { CivilDate } from '#libs/kernel';
import { REGISTRY_BYTES_MAX } from '../../domain/registries/registry-check';
import { FaultList, RegistryFaults } from '../../domain/registries/registry-faults';
import { registryParser } from '../../domain/registries/registry-parser';
import { RegistryPayment, RegistryTotals } from '../../domain/registries/registry-payment';
import { RegistryProfile } from '../../domain/registries/registry-profile';
import { conflictKey, registryLineIdentity } from '../../domain/registry-lines.policy';
import { registryText } from './registry-text';

/** Payments of one file; a bank splits what is more. */
export const REGISTRY_PAYMENTS_MAX = 250_000;
const ID_DIGITS = 32;
/** Lines after which others of the process have their turn. */
const LINES_AT_A_STRETCH = 2_000;

/** A payment of a file with its identity. */
export interface IdentifiedPayment {
  readonly payment: RegistryPayment;
  readonly paymentId: string;
  /** Its id where another payment has its identity and other content. */
  readonly conflictId: string;
}

export interface InspectedRegistry {
  readonly registryId: string;
  readonly fileHash: string;
  readonly totals: RegistryTotals;
  /** Any refuses the file. */
  readonly faults: RegistryFaults;
}

/**
 * Reads the whole file and holds its sums against its closing line; nothing else happens. `companyAccounts` are the bank
 * accounts of which money is known to be the company's; null where that was looked at before.
 */
export async function inspectRegistry(
  bytes: Uint8Array,
  profile: RegistryProfile,
  today: CivilDate,
  companyAccounts: ReadonlySet<string> | null,
): Promise<InspectedRegistry> {
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  const parser = registryParser(profile, today);
  const registryId = fileHash.slice(0, ID_DIGITS);
  if (bytes.length > REGISTRY_BYTES_MAX) {
    parser.faults.add('PAYMENTS_REGISTRY_TOO_LARGE', { limit: REGISTRY_BYTES_MAX });
    return { registryId, fileHash, faults: parser.faults, totals: parser.end(1) };
  }
  let last = 1;
  for (const { text, number } of registryText(bytes, profile.encoding, parser.faults)) {
    const payment = parser.take(text, number);
    last = number;
    const recipientAccount = payment?.recipientAccount ?? null;
    if (recipientAccount !== null && companyAccounts?.has(recipientAccount) === false) {
      parser.faults.add('PAYMENTS_REGISTRY_RECIPIENT_UNKNOWN', { line: payment?.line ?? number, recipientAccount });
    }
    if (number % LINES_AT_A_STRETCH === 0) await breathe();
  }
  const totals = parser.end(last);
  if (totals.payments > REGISTRY_PAYMENTS_MAX) {
    parser.faults.add('PAYMENTS_REGISTRY_TOO_LONG', { limit: REGISTRY_PAYMENTS_MAX, payments: totals.payments });
  }
  return { registryId, fileHash, totals, faults: parser.faults };
}

/** The payments of a file that was inspected and has no fault, in its order, so many at a time. */
export function* paymentsInChunks(
  bytes: Uint8Array,
  profile: RegistryProfile,
  today: CivilDate,
  size: number,
): Generator<readonly IdentifiedPayment[]> {
  const parser = registryParser(profile, today);
  const identityOf = registryLineIdentity(profile.channel);
  let chunk: IdentifiedPayment[] = [];
  for (const { text, number } of registryText(bytes, profile.encoding, new FaultList())) {
    const payment = parser.take(text, number);
    if (payment === null) continue;
    const key = identityOf(payment);
    chunk.push({ payment, paymentId: idOf(key), conflictId: idOf(conflictKey(key, payment)) });
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** The id of a payment follows from its identity at the bank: whichever file states it, it is the same payment. */
function idOf(key: string): string {
  return createHash('sha256').update(`registry|${key}`).digest('hex').slice(0, ID_DIGITS);
}
