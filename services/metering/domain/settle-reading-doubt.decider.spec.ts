import { deciderSpec } from '#libs/testing';
import { COLD_METER, coldMeterInstalled } from '../../../test/support/cold-meter';
import { SettleReadingDoubt } from './meter.commands';
import { meterDecider } from './meter.decider';
import { MeterEvent, ReadingDoubtNoted } from './meter.events';

const spec = deciderSpec(meterDecider);

const installed: MeterEvent = coldMeterInstalled('2026-01-10');
const reading = (takenOn: string, values: string[], channel: 'cabinet' | 'accountant', receivedOn = takenOn) =>
  ({
    type: 'ReadingAccepted',
    version: 1,
    data: { ...COLD_METER, takenOn, receivedOn, values, channel, information: false, effectiveOn: receivedOn },
  }) as const satisfies MeterEvent;
const SEPTEMBER = reading('2026-09-20', ['200'], 'cabinet');

const doubt = (counted: boolean, values: string[]): ReadingDoubtNoted => ({
  type: 'ReadingDoubtNoted',
  version: 1,
  data: {
    ...COLD_METER,
    takenOn: '2026-10-20',
    receivedOn: '2026-10-20',
    values,
    doubts: [counted ? 'far_above_usual' : 'below_previous'],
    explanation: 'read_again',
    counted,
    effectiveOn: '2026-10-20',
  },
});
const settled = (verdict: 'confirmed' | 'rejected', settledOn = '2026-10-22'): MeterEvent => ({
  type: 'ReadingDoubtSettled',
  version: 1,
  data: { ...COLD_METER, takenOn: '2026-10-20', settledOn, verdict, reason: 'акт № 7', effectiveOn: settledOn },
});
const SETTLE: SettleReadingDoubt = {
  kind: 'SettleReadingDoubt',
  meterId: 'cold-1',
  takenOn: '2026-10-20',
  settledOn: '2026-10-22',
  verdict: 'confirmed',
  values: null,
  reason: 'акт № 7',
  windowToDay: 25,
  openPeriod: '2026-10',
};
const corrected = (takenOn: string, values: string[], previousValues: string[]): MeterEvent => ({
  type: 'ReadingCorrected',
  version: 1,
  data: {
    ...COLD_METER,
    takenOn,
    correctedOn: '2026-10-22',
    values,
    previousValues,
    reason: 'акт № 7',
    channel: 'accountant',
    effectiveOn: '2026-10-22',
  },
});

describe('a doubtful reading that counts already', () => {
  const history = [installed, SEPTEMBER, reading('2026-10-20', ['400'], 'cabinet'), doubt(true, ['400'])];

  it('is confirmed: the registers stay as they are', () => {
    spec
      .given(history)
      .when(SETTLE)
      .then([settled('confirmed')]);
  });

  it('is rejected by an act of check, whose values replace it', () => {
    spec
      .given(history)
      .when({ ...SETTLE, verdict: 'rejected', values: ['240.0'] })
      .then([corrected('2026-10-20', ['240'], ['400']), settled('rejected')]);
  });

  it('cannot be rejected without one: something has to be billed', () => {
    spec
      .given(history)
      .when({ ...SETTLE, verdict: 'rejected' })
      .thenRejected('METERING_CHECK_VALUES_REQUIRED', { ...COLD_METER, takenOn: '2026-10-20' });
  });

  it('is refused what the registers cannot have shown', () => {
    spec
      .given(history)
      .when({ ...SETTLE, verdict: 'rejected', values: ['150'] })
      .thenRejected('METERING_READING_BELOW_PREVIOUS', {
        ...COLD_METER,
        takenOn: '2026-10-20',
        register: 1,
        value: '150',
        previousValue: '200',
        previousOn: '2026-09-20',
      });
  });

  it('needs no decision any more after the person gave other values', () => {
    spec
      .given([...history, corrected('2026-10-20', ['240'], ['400'])])
      .when(SETTLE)
      .thenRejected('METERING_DOUBT_SETTLED', { ...COLD_METER, takenOn: '2026-10-20' });
  });
});

describe('a doubtful reading that was kept aside', () => {
  const history = [installed, SEPTEMBER, doubt(false, ['190'])];

  it('is rejected: nothing is billed on it', () => {
    spec
      .given(history)
      .when({ ...SETTLE, verdict: 'rejected' })
      .then([settled('rejected')]);
  });

  it('is rejected by an act of check, whose values are the reading of that day', () => {
    spec
      .given(history)
      .when({ ...SETTLE, verdict: 'rejected', values: ['215'] })
      .then([reading('2026-10-20', ['215'], 'accountant'), settled('rejected')]);
  });

  it('cannot be confirmed as long as it contradicts the one before', () => {
    const below = { register: 1, value: '190', previousValue: '200', previousOn: '2026-09-20' };
    spec
      .given(history)
      .when(SETTLE)
      .thenRejected('METERING_READING_BELOW_PREVIOUS', { ...COLD_METER, takenOn: '2026-10-20', ...below });
  });

  it('is confirmed after that one was corrected, as of the day it was received', () => {
    spec
      .given([...history, corrected('2026-09-20', ['180'], ['200'])])
      .when(SETTLE)
      .then([reading('2026-10-20', ['190'], 'accountant'), settled('confirmed')]);
  });

  it('counts from the day of the decision where its month is closed already', () => {
    spec
      .given([...history, corrected('2026-09-20', ['180'], ['200'])])
      .when({ ...SETTLE, settledOn: '2026-11-03', openPeriod: '2026-11' })
      .then([reading('2026-10-20', ['190'], 'accountant', '2026-11-03'), settled('confirmed', '2026-11-03')]);
  });
});

describe('the decision', () => {
  const history = [installed, SEPTEMBER, doubt(false, ['190']), settled('rejected')];

  it('is made once; the same again changes nothing, another one is refused', () => {
    spec
      .given(history)
      .when({ ...SETTLE, verdict: 'rejected' })
      .thenNothing();
    spec
      .given(history)
      .when(SETTLE)
      .thenRejected('METERING_DOUBT_SETTLED', { ...COLD_METER, takenOn: '2026-10-20' });
  });

  it('can be made anew when the person insists once more', () => {
    spec
      .given([...history, doubt(false, ['195'])])
      .when({ ...SETTLE, verdict: 'rejected' })
      .then([settled('rejected')]);
  });

  it.each([
    ['no reason', ''],
    ['a reason too long', 'я'.repeat(301)],
  ])('is refused with %s', (_, reason) => {
    spec
      .given(history.slice(0, 3))
      .when({ ...SETTLE, reason })
      .thenRejected('METERING_REASON_REQUIRED', { ...COLD_METER, takenOn: '2026-10-20', charactersLimit: 300 });
  });

  it('is of a reading that somebody insisted on', () => {
    spec
      .given([installed, SEPTEMBER])
      .when(SETTLE)
      .thenRejected('METERING_DOUBT_SETTLED', { ...COLD_METER, takenOn: '2026-10-20' });
  });

  it('counts one that was kept aside with more places than are taken now', () => {
    spec
      .given([installed, doubt(false, ['190.12345'])])
      .when(SETTLE)
      .then([reading('2026-10-20', ['190.12345'], 'accountant'), settled('confirmed')]);
  });
});
