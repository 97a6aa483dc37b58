import { Decider, unreachable } from '#libs/kernel';
import { RaiseAlarm } from './alarm.commands';
import { AlarmEvent } from './alarm.events';

/** The alarms of a month, by their ids. */
export type AlarmState = readonly string[];

export const alarmDecider: Decider<AlarmState, RaiseAlarm, AlarmEvent> = {
  initialState: () => [],
  evolve(state, event) {
    switch (event.type) {
      case 'AccessAlarmRaised':
        return [...state, event.data.alarmId];
      default:
        return unreachable(event.type);
    }
  },
  decide: raiseAlarm,
};

/** Records an alarm, once. That there is at most one in its window is seen to by the counters. */
export function raiseAlarm({ alarm }: RaiseAlarm, state: AlarmState): readonly AlarmEvent[] {
  return state.includes(alarm.alarmId) ? [] : [{ type: 'AccessAlarmRaised', version: 1, data: alarm }];
}
