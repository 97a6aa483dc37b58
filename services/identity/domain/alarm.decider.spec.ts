import { deciderSpec } from '#libs/testing';
import { alarmStream } from './alarm.commands';
import { alarmDecider } from './alarm.decider';

const spec = deciderSpec(alarmDecider);
const alarm = { alarmId: 'a-1', kind: 'guessing', count: 45 } as const;
const RAISED = { type: 'AccessAlarmRaised', version: 1, data: alarm } as const;

describe('an alarm', () => {
  it('is recorded once, in the stream of its month', () => {
    spec.when({ kind: 'RaiseAlarm', alarm }).then([RAISED]);
    spec.given([RAISED]).when({ kind: 'RaiseAlarm', alarm }).thenNothing();
    expect(alarmStream('2026-10')).toBe('identity_alarms-2026_10');
  });
});
