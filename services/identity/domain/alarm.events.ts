import { DomainEvent } from '#libs/kernel';

/** Somebody has to look: wrong codes on many logins, or codes asked for more often than people forget them. */
export type AccessAlarmRaised = DomainEvent<
  'AccessAlarmRaised',
  { readonly alarmId: string; readonly kind: AlarmKind; readonly count: number }
>;

export type AlarmKind = 'guessing' | 'forgotten_codes';

/** Stream `identity_alarms-<year>_<month>`. */
export type AlarmEvent = AccessAlarmRaised;

export const ALARM_EVENT_TYPES: readonly AlarmEvent['type'][] = ['AccessAlarmRaised'];
