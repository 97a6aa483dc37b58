import { RejectedError } from '#libs/kernel';
import { Reconcile, ReconcilePaymentsJob, ReconcileReport } from '#services/payments';
import { ORDERS_CLIENT, OrdersClient } from '#services/support/api/client';
import { Kvitok } from './create-kvitok';

/**
 * Takes what the bank has and the log has not, with what another service knows: orders are support's.
 * Throws what `ReconcilePaymentsJob` throws.
 */
export function reconcilePayments({ app }: Pick<Kvitok, 'app'>, reconcile: Reconcile): Promise<ReconcileReport> {
  const orders = app.get<OrdersClient>(ORDERS_CLIENT, { strict: false });
  return app.get(ReconcilePaymentsJob, { strict: false }).run(reconcile, {
    isOrder: (account, orderId) => orders.order(account, orderId).then(() => true, isUnknown),
  });
}

/** An order of another account is as unknown as one that is nowhere. */
function isUnknown(error: unknown): false {
  if (error instanceof RejectedError && error.rejection.code === 'SUPPORT_UNKNOWN_ORDER') return false;
  throw error;
}
