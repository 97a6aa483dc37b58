import { BillingPeriod } from '#libs/kernel';
import { CabinetEntered } from './visit.events';

export type EnterCabinet = { readonly kind: 'EnterCabinet' } & CabinetEntered['data'];

/** A stream for each month: the cost of signing in does not grow with the years. */
export function visitStream(login: string, month: BillingPeriod): string {
  return `identity_visits-${login}_${month.replace('-', '_')}`;
}
