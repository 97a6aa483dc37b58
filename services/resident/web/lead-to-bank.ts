import type { Response } from 'express';
import { unlessAway } from '#libs/gateway';
import { PaymentsClient, StartedPayment } from '#services/payments/api/client';
import { goTo } from './page-request';

/** A payer is led to a page of the bank, or to ours that says how the payment stands, and nowhere else. */
export async function leadToBank(
  response: Response,
  payments: PaymentsClient,
  { paymentId, redirectUrl }: Pick<StartedPayment, 'paymentId' | 'redirectUrl'>,
): Promise<void> {
  // The payment is begun: its page leads on to the bank, whatever is in the way of asking once more.
  const online = await unlessAway(payments.online());
  const isBank = URL.canParse(redirectUrl) && online?.pageOrigins.includes(new URL(redirectUrl).origin) === true;
  goTo(response, isBank ? redirectUrl : `/pay/result/${paymentId}`);
}
