import { deciderSpec } from '#libs/testing';
import { COLD_METER, coldMeterInstalled } from '../../../test/support/cold-meter';
import { CorrectReading, SubmitReading } from './meter.commands';
import { meterDecider } from './meter.decider';
import { MeterEvent, ReadingDoubt } from './meter.events';

const spec = deciderSpec(meterDecider);

const installed = (startValue: string): MeterEvent => coldMeterInstalled('2026-01-01', { startValues: [startValue] });
const accepted = (takenOn: string, value: string): MeterEvent => ({
  type: 'ReadingAccepted',
  version: 1,
  data: {
    ...{ ...COLD_METER, takenOn, receivedOn: takenOn, values: [value], channel: 'phone' },
    information: false,
    effectiveOn: takenOn,
  },
});
/** That the office was sure, beside the reading. */
const sure = (takenOn: string, on: string, value: string, doubts: readonly ReadingDoubt[]): MeterEvent[] => [
  {
    type: 'ReadingDoubtNoted',
    version: 1,
    data: {
      ...{ ...COLD_METER, takenOn, receivedOn: on, values: [value], doubts, explanation: 'read_again' },
      counted: true,
      effectiveOn: on,
    },
  },
  {
    type: 'ReadingDoubtSettled',
    version: 1,
    data: {
      ...{ ...COLD_METER, takenOn, settledOn: on, verdict: 'confirmed' },
      reason: 'Подтверждено сотрудником при записи',
      effectiveOn: on,
    },
  },
];
/** Ten a month of thirty days. */
const usual = [installed('100'), accepted('2026-01-31', '110'), accepted('2026-03-02', '120')];
const submit = (value: string, said: Partial<SubmitReading> = {}): SubmitReading => ({
  ...{ kind: 'SubmitReading', meterId: 'cold-1', takenOn: '2026-04-01', receivedOn: '2026-04-01' },
  ...{ values: [value], channel: 'phone' },
  ...said,
});
const correct = (value: string, said: Partial<CorrectReading> = {}): CorrectReading => ({
  ...{ kind: 'CorrectReading', meterId: 'cold-1', takenOn: '2026-04-01', correctedOn: '2026-04-05' },
  ...{ values: [value], reason: 'лишняя цифра', channel: 'accountant' },
  ...said,
});
const corrected = (value: string, previous: string): MeterEvent => ({
  type: 'ReadingCorrected',
  version: 1,
  data: {
    ...{ ...COLD_METER, takenOn: '2026-04-01', correctedOn: '2026-04-05', values: [value], previousValues: [previous] },
    ...{ reason: 'лишняя цифра', channel: 'accountant', effectiveOn: '2026-04-05' },
  },
});

describe('a reading that the office writes down', () => {
  it('is taken where it is as usual', () => {
    spec
      .given(usual)
      .when(submit('150'))
      .then([accepted('2026-04-01', '150')]);
  });

  it('is asked about where it jumps, with what it has grown by and what it usually does', () => {
    for (const channel of ['phone', 'paper', 'accountant'] as const) {
      spec
        .given(usual)
        .when(submit('1300', { channel }))
        .thenRejected('METERING_READING_FAR_ABOVE_USUAL', { growth: '1180', usual: '10' });
    }
  });

  it('is taken where the office is sure, and the log says so: nothing waits for a decision', () => {
    const confirmed = submit('1300', { confirmed: true });
    const events = [accepted('2026-04-01', '1300'), ...sure('2026-04-01', '2026-04-01', '1300', ['far_above_usual'])];
    spec.given(usual).when(confirmed).then(events);
    spec
      .given([...usual, ...events])
      .when(confirmed)
      .thenNothing();
  });

  it('is asked about where the meter would have begun again at nought', () => {
    const nearTheEnd = [installed('99980')];
    spec
      .given(nearTheEnd)
      .when(submit('30'))
      .thenRejected('METERING_READING_ROLLS_OVER', { value: '30', previousValue: '99980', previousOn: '2026-01-01' });
    spec
      .given(nearTheEnd)
      .when(submit('30', { confirmed: true }))
      .then([accepted('2026-04-01', '30'), ...sure('2026-04-01', '2026-04-01', '30', ['rollover'])]);
  });

  it('is confirmed by nobody where it is below the one before', () => {
    spec
      .given(usual)
      .when(submit('119', { confirmed: true }))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
  });
});

describe('a correction by the office', () => {
  const history = [...usual, accepted('2026-04-01', '150')];

  it('keeps what was believed before, and why it was wrong', () => {
    spec
      .given(history)
      .when(correct('130'))
      .then([corrected('130', '150')]);
  });

  it('is asked about where it jumps, and taken where the office is sure', () => {
    spec.given(history).when(correct('1300')).thenRejected('METERING_READING_FAR_ABOVE_USUAL', { growth: '1180' });
    spec
      .given(history)
      .when(correct('1300', { confirmed: true }))
      .then([corrected('1300', '150'), ...sure('2026-04-01', '2026-04-05', '1300', ['far_above_usual'])]);
  });
});
