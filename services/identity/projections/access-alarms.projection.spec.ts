import { foldProjection, recordedEvents } from '#libs/testing';
import { accessAlarms } from './access-alarms.projection';

describe('the alarms', () => {
  it('tell what was noticed and when', () => {
    const data = { alarmId: 'a-1', kind: 'guessing', count: 45 };
    const at = '2026-10-12T08:00:00.000Z';
    const raised = recordedEvents([{ type: 'AccessAlarmRaised', version: 1, data }], { metadata: { recordedAt: at } });
    expect(foldProjection(accessAlarms, raised).get('a-1')).toEqual({
      document: { ...data, at },
      columns: { kind: 'guessing' },
    });
  });
});
