import { deciderSpec } from '#libs/testing';
import { consumptionHistoryStream, RecordConsumptionHistory } from './consumption-history.commands';
import { consumptionHistoryDecider } from './consumption-history.decider';
import { ConsumptionHistoryEvent, MonthlyVolume } from './consumption-history.events';

const spec = deciderSpec(consumptionHistoryDecider);
const record = (months: MonthlyVolume[]): RecordConsumptionHistory => ({
  kind: 'RecordConsumptionHistory',
  account: '0017',
  utility: 'cold_water',
  months,
});
const recorded = (months: MonthlyVolume[]): ConsumptionHistoryEvent => ({
  type: 'ConsumptionHistoryRecorded',
  version: 1,
  data: { account: '0017', utility: 'cold_water', months },
});
const OCTOBER = { period: '2025-10', volumes: ['4.2'] };
const NOVEMBER = { period: '2025-11', volumes: ['3'] };

describe('the history of a consumption', () => {
  it('is recorded in the order of its months, in one form', () => {
    spec.when(record([{ period: '2025-11', volumes: ['3.0'] }, OCTOBER])).then([recorded([OCTOBER, NOVEMBER])]);
  });

  it('is recorded once: the same again changes nothing, another is refused', () => {
    spec
      .given([recorded([OCTOBER, NOVEMBER])])
      .when(record([NOVEMBER, OCTOBER]))
      .thenNothing();
    spec
      .given([recorded([OCTOBER])])
      .when(record([OCTOBER, NOVEMBER]))
      .thenRejected('METERING_HISTORY_EXISTS');
    spec
      .given([recorded([OCTOBER])])
      .when(record([{ ...OCTOBER, volumes: ['4.3'] }]))
      .thenRejected('METERING_HISTORY_EXISTS');
  });

  it('has a month at least, and each once', () => {
    spec.when(record([])).thenRejected('METERING_HISTORY_EMPTY');
    spec.when(record([OCTOBER, OCTOBER])).thenRejected('METERING_HISTORY_MONTH_REPEATED', { period: '2025-10' });
  });

  it.each([
    ['a month that is none', { period: '2025-13', volumes: ['1'] }],
    ['a volume below zero', { period: '2025-10', volumes: ['-1'] }],
    ['seven places', { period: '2025-10', volumes: ['0.1234567'] }],
    ['no register', { period: '2025-10', volumes: [] }],
    ['four registers', { period: '2025-10', volumes: ['1', '1', '1', '1'] }],
  ])('is refused with %s', (_fault, month) => {
    spec.when(record([month])).thenRejected('METERING_HISTORY_MONTH_INVALID', { period: month.period });
  });

  it('has a stream that no other account and utility share', () => {
    expect(consumptionHistoryStream('0017', 'cold-water')).toBe('metering_consumption_history-0017_cold-water');
    expect(consumptionHistoryStream('a_b', 'c')).not.toBe(consumptionHistoryStream('a', 'b_c'));
    expect(consumptionHistoryStream('a_', 'c')).not.toBe(consumptionHistoryStream('a', '_c'));
  });
});
