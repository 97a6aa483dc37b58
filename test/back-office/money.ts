import { FinishRegistriesJob } from '#services/payments';
import { Kvitok } from '#services/app';
import { REGISTRIES_CLIENT, RegistriesClient } from '../../services/payments/api/client';
import { RegistryRow, sberbankRegistry } from '../support/registry-file';

const DAY = '05-10-2026';
export const KNOWN_ACCOUNT = '0045120001';
/** One slip of the hand away from an account of the sample. */
export const MISTYPED_ACCOUNT = '0045120099';
export const MEANT_ACCOUNT = '0045120009';

/** A good line, the same again, an account that is not known, and the operation of the first with another sum. */
export const ROWS: readonly RegistryRow[] = [
  { operation: 'op-1', account: KNOWN_ACCOUNT, kopecks: 1_000_00, day: DAY },
  { operation: 'op-1', account: KNOWN_ACCOUNT, kopecks: 1_000_00, day: DAY },
  { operation: 'op-2', account: MISTYPED_ACCOUNT, kopecks: 2_500_00, day: DAY },
  { operation: 'op-1', account: KNOWN_ACCOUNT, kopecks: 1_200_00, day: DAY },
];

/** A file of a bank that somebody else has accepted, recorded to its end, with one payment of it and one that stands aside. */
export async function takeRegistry(kvitok: Kvitok) {
  const client = kvitok.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });
  const file = { bytes: sberbankRegistry(ROWS), fileName: 'реестр.txt', profileId: 'sberbank-text' };
  const { registryId } = await client.check(file);
  await client.accept({ registryId, profileId: file.profileId, fileName: file.fileName }, { actor: 'staff:takes' });
  await kvitok.drain();
  await kvitok.app.get(FinishRegistriesJob).all();
  await kvitok.drain();
  const { lines } = await client.lines(registryId);
  const idOf = (outcome: string) => lines.find((line) => line.outcome === outcome)?.paymentId ?? '';
  return { registryId, paymentId: idOf('received'), suspenseId: idOf('suspended') };
}
