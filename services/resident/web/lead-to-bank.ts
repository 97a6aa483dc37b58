import type { Response } from 'express';
import { PaymentsClient, StartedPayment } from '#services/payments/api/client';
import { goTo } from './page-request';

/** A payer is led to a page of the bank, or to ours that says how the payment stands, and nowhere else. */
export async function leadToBank(
  response: Response,
  payments: PaymentsClient,
  { paymentId, redirectUrl }: Pick<StartedPayment, 'paymentId' | 'redirectUrl'>,
): Promise<void> {
  const { pageOrigins } = await payments.online();
  const isBank = URL.canParse(redirectUrl) && pageOrigins.includes(new URL(redirectUrl).origin);
  goTo(response, isBank ? redirectUrl : `/pay/result/${paymentId}`);
}
