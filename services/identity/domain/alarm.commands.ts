import { BillingPeriod } from '#libs/kernel';
import { AccessAlarmRaised } from './alarm.events';

export type RaiseAlarm = { readonly kind: 'RaiseAlarm'; readonly alarm: AccessAlarmRaised['data'] };

export function alarmStream(month: BillingPeriod): string {
  return `identity_alarms-${month.replace('-', '_')}`;
}
