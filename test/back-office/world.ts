import { BILLING_OFFICE_CLIENT, BillingOfficeClient } from '../../services/billing/api/client';
import { RunningBackOffice } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { askedBy } from '../support/office-conversation';
import { takeRegistry } from './money';
import { INTERRUPTION, OfficeWorld } from './operations';

/** One of each thing that an operation of the back-office can be about. */
export async function officeWorld(office: RunningBackOffice): Promise<OfficeWorld> {
  const world = {
    companyId: office.companyId,
    colleague: (await office.enrol('operator')).staffId,
    eventId: (await office.kvitok.stack.store.readStream('billing_account-0045120023'))[0]?.eventId ?? '',
    ...(await office.asked('refund', 'P-1')),
    ...(await askedBy(office, ACCOUNT, { kind: 'account', reference: ACCOUNT }, 'Когда придёт мастер?')),
    ...(await takeRegistry(office.kvitok)),
    ...(await recalculated(office)),
  };
  await office.kvitok.drain();
  return world;
}

/** Recalculations of a house, and a replay, that somebody has begun. */
async function recalculated(office: RunningBackOffice) {
  const billing = office.kvitok.app.get<BillingOfficeClient>(BILLING_OFFICE_CLIENT, { strict: false });
  const grounds = { kind: 'interruption', ...INTERRUPTION } as const;
  const { digest } = (await billing.previewForHouse('H1', [], grounds)).figures;
  const commandId = 'test:order';
  const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:asks', input: undefined };
  const words = { cause: 'Авария', document: null };
  const { orderId } = await billing.orderForHouse({ house: 'H1', except: [], grounds, digest, ...words }, origin);
  const { runId } = await billing.startReplay({ from: '2026-08', to: '2026-09' });
  return { orderId, runId };
}
