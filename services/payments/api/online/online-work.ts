import { OnlinePaymentInitiated } from '../../domain/online-payment.events';
import { OnlinePaymentStatus } from '../../projections/online-payments.projection';

/** What the API asks of the bank; the work itself also goes on without a person and lies with the automation. */
export interface OnlineWork {
  readonly isOffered: boolean;
  begin(
    asked: {
      readonly terms: Omit<OnlinePaymentInitiated['data'], 'acquirer' | 'initiatedOn'>;
      readonly returnAddress: string;
      readonly methodId: string | null;
    },
    cause: { readonly actor: string; readonly correlationId?: string },
  ): Promise<OnlineStand>;
  confirm(paymentId: string, cause: { readonly actor: string; readonly correlationId?: string }): Promise<OnlineStand>;
  notified(notification: unknown): Promise<OnlineStand | null>;
}

export interface OnlineStand {
  readonly state: OnlinePaymentStatus | 'unknown';
  readonly pageAddress: string | null;
  readonly declineReason: string | null;
  readonly position: number;
}

export const ONLINE_WORK = Symbol('ONLINE_WORK');
