import { WholeStack } from '../../libs/testing/whole-stack';
import { RegistryIntake } from '../../services/payments';
import { Expectation } from './documented-api';
import { sberbankRegistry } from './registry-file';

/** A file of a bank and the payments of its lines, by what is done to each. */
export interface TakenRegistry {
  readonly registryId: string;
  readonly payments: Readonly<Record<'moved' | 'refused' | 'assigned', string>>;
}

/** Takes a file with a payment for each operation. `day` is the day of the payments, `DD-MM-YYYY`. */
export async function takeRegistry(stack: WholeStack, account: string, day: string): Promise<TakenRegistry> {
  const row = { operation: '1', account, kopecks: 1_000, day };
  const rows = [row, { ...row, kopecks: 2_000 }, { ...row, operation: '2', account: 'A-9999' }];
  const bytes = sberbankRegistry(rows, day);
  const intake = stack.kvitok.app.get(RegistryIntake);
  const actor = { actor: 'staff:test' };
  const { registryId } = await intake.take({ bytes, fileName: 'registry.txt', profileId: 'sberbank-text' }, actor);
  await intake.record(bytes, registryId, actor);
  const history = await stack.kvitok.stack.store.readStream(`payments_registry-${registryId}`);
  const recorded = history.find(({ type }) => type === 'RegistryLinesRecorded');
  const { lines } = recorded?.data as { readonly lines: readonly { readonly paymentId: string }[] };
  const [moved = '', refused = '', assigned = ''] = lines.map(({ paymentId }) => paymentId);
  return { registryId, payments: { moved, refused, assigned } };
}

const unknownPayment = ['PAYMENTS_UNKNOWN_SET_ASIDE', { path: { paymentId: 'P-9999' } }] as const;
const unknownAccount = ['PAYMENTS_UNKNOWN_ACCOUNT', { body: { account: 'A-9999' } }] as const;

/** What is asked of files of banks and of payments that stand aside. */
export function registryOperations(
  { registryId, payments }: TakenRegistry,
  other: string,
): Record<string, Expectation> {
  const path = { registryId };
  const unknownRegistry = ['PAYMENTS_UNKNOWN_REGISTRY', { path: { registryId: 'r-9999' } }] as const;
  const body = { account: other, reason: 'Нашли счёт' };
  return {
    Registries_list: { valid: { query: { status: 'reconciled', limit: '10' } }, foreign: [] },
    Registries_profiles: { valid: {}, foreign: [] },
    Registries_one: { valid: { path }, foreign: [unknownRegistry] },
    Registries_lines: {
      valid: { path, query: { outcome: 'received', after: '0', limit: '10' } },
      foreign: [unknownRegistry],
    },
    SetAsidePayments_list: { valid: { query: { status: 'waiting', because: 'conflict', limit: '10' } }, foreign: [] },
    SetAsidePayments_assign: {
      valid: { path: { paymentId: payments.assigned }, body: { ...body, namedPeriod: '2026-03' } },
      foreign: [unknownPayment, unknownAccount],
      events: 2,
    },
    SetAsidePayments_refuse: {
      valid: { path: { paymentId: payments.refused }, body: { reason: 'Банк прислал строку дважды' } },
      foreign: [unknownPayment],
    },
    SetAsidePayments_transfer: {
      valid: { path: { paymentId: payments.moved }, body },
      foreign: [['PAYMENTS_UNKNOWN_PAYMENT', { path: { paymentId: 'P-9999' } }], unknownAccount],
      events: 2,
    },
  };
}
