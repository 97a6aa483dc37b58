import { BillingPeriod } from '#libs/kernel';
import { PeriodCloseApproved, PeriodCloseCarriedOut, PeriodCloseFailed } from './period-close.events';

export type ApprovePeriodClose = { readonly kind: 'ApprovePeriodClose' } & PeriodCloseApproved['data'];
export interface BeginPeriodClose {
  readonly kind: 'BeginPeriodClose';
  readonly period: BillingPeriod;
  readonly approvalId: string;
}
export type CompletePeriodClose = { readonly kind: 'CompletePeriodClose' } & PeriodCloseCarriedOut['data'];
export type FailPeriodClose = { readonly kind: 'FailPeriodClose' } & PeriodCloseFailed['data'];

export type PeriodCloseCommand = ApprovePeriodClose | BeginPeriodClose | CompletePeriodClose | FailPeriodClose;

export function periodCloseStream(period: BillingPeriod): string {
  return `billing_period_close-${period.replace('-', '_')}`;
}
