import { Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Payee, ReturnedTo } from './payment.events';
import { PaymentState } from './payment.state';

/** What two people are asked to agree to: which money that stands aside goes back, to whom, and why. */
export interface ReturnPlan {
  readonly paymentId: string;
  readonly to: ReturnedTo;
  readonly payee: Payee;
  /** All of it: of money that is nobody's no part stays. */
  readonly amountKopecks: Kopecks;
  readonly reason: string;
}

/**
 * The plan of giving money back that stands aside, as it stands. PAYMENTS_UNKNOWN_SET_ASIDE, PAYMENTS_SET_ASIDE_SETTLED
 * where something was decided of it already.
 */
export function planReturn(
  asked: { readonly paymentId: string; readonly to: ReturnedTo; readonly reason: string },
  state: PaymentState,
): ReturnPlan | Rejection {
  const { paymentId, to, reason } = asked;
  if (state.status !== 'set_aside') {
    const isKnown = 'setAside' in state && state.setAside !== null;
    return new Rejection(isKnown ? 'PAYMENTS_SET_ASIDE_SETTLED' : 'PAYMENTS_UNKNOWN_SET_ASIDE', { paymentId });
  }
  const { payee, amountKopecks } = state.setAside;
  return { paymentId, to, payee, amountKopecks, reason };
}

/** What was agreed to, where it still is what stands aside. PAYMENTS_REFUND_OTHER_PLAN where it is not, and what `planReturn` refuses. */
export function returnAgreedTo(
  plan: Readonly<Record<string, unknown>>,
  subject: string,
  state: PaymentState,
): ReturnPlan | Rejection {
  const other = new Rejection('PAYMENTS_REFUND_OTHER_PLAN', { paymentId: subject });
  const { paymentId, to, reason } = plan;
  if (paymentId !== subject || (to !== 'bank' && to !== 'payer') || typeof reason !== 'string') return other;
  const now = planReturn({ paymentId, to, reason }, state);
  if (now instanceof Rejection) return now;
  const fields = Object.entries(now);
  const isSame = fields.length === Object.keys(plan).length && fields.every(([name, value]) => plan[name] === value);
  return isSame ? now : other;
}
