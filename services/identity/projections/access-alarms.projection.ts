import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { ALARM_EVENT_TYPES, AlarmEvent, AlarmKind } from '../domain/alarm.events';

export interface AlarmCard {
  readonly alarmId: string;
  readonly kind: AlarmKind;
  readonly count: number;
  /** UTC instant. */
  readonly at: string;
}

/** When were codes guessed, or asked for more often than people forget them? */
export const accessAlarms: Projection<AlarmCard> = {
  name: 'identity.access-alarms',
  version: 1,
  handles: ALARM_EVENT_TYPES,
  keysOf: (event) => [(event as AlarmEvent & RecordedEvent).data.alarmId],
  evolve(_document, event) {
    const { data, metadata } = event as AlarmEvent & RecordedEvent;
    return { ...data, at: metadata.recordedAt };
  },
  columns: { kind: 'text' },
  columnsOf: ({ kind }) => ({ kind }),
  indexes: [],
};
