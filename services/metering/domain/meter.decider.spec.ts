import fc from 'fast-check';
import { fold, isRejection } from '#libs/kernel';
import { deciderSpec } from '#libs/testing';
import { CorrectReading, InstallMeter, RemoveMeter, ReplaceReading, SubmitReading } from './meter.commands';
import { meterDecider } from './meter.decider';
import {
  MeterEvent,
  MeterInstalled,
  MeterRemoved,
  ReadingAccepted,
  ReadingCorrected,
  ReadingDoubtNoted,
} from './meter.events';
import { implausibleRegister } from './register-step.policy';

const spec = deciderSpec(meterDecider);

const PASSPORT = {
  account: '6301000017',
  meterId: 'cold-1',
  utility: 'cold_water',
  serial: '17-004518',
  digits: 5,
  installedOn: '2026-01-10',
  verifiedUntil: '2026-09-30',
  startValues: ['100'],
  replaces: null,
  maxMonthly: '50',
};
const INSTALL: InstallMeter = { kind: 'InstallMeter', ...PASSPORT };
const installed = (passport: Partial<typeof PASSPORT> = {}): MeterInstalled => ({
  type: 'MeterInstalled',
  version: 1,
  data: { ...PASSPORT, ...passport, effectiveOn: passport.installedOn ?? PASSPORT.installedOn },
});
const accepted = (takenOn: string, values: string[], said: Partial<ReadingAccepted['data']> = {}): ReadingAccepted => ({
  type: 'ReadingAccepted',
  version: 1,
  data: {
    account: '6301000017',
    meterId: 'cold-1',
    takenOn,
    receivedOn: takenOn,
    values,
    channel: 'cabinet',
    information: false,
    effectiveOn: said.receivedOn ?? takenOn,
    ...said,
  },
});
const corrected = (
  takenOn: string,
  values: string[],
  previousValues: string[],
  correctedOn: string,
): ReadingCorrected => ({
  type: 'ReadingCorrected',
  version: 1,
  data: {
    account: '6301000017',
    meterId: 'cold-1',
    takenOn,
    correctedOn,
    values,
    previousValues,
    reason: 'misread',
    channel: 'accountant',
    effectiveOn: correctedOn,
  },
});
const removed = (removedOn: string, finalValues: string[]): MeterRemoved => ({
  type: 'MeterRemoved',
  version: 1,
  data: { account: '6301000017', meterId: 'cold-1', removedOn, finalValues, effectiveOn: removedOn },
});
const submit = (takenOn: string, values: string[], said: Partial<SubmitReading> = {}): SubmitReading => ({
  kind: 'SubmitReading',
  meterId: 'cold-1',
  takenOn,
  receivedOn: takenOn,
  values,
  channel: 'cabinet',
  ...said,
});
const correct = (takenOn: string, values: string[], said: Partial<CorrectReading> = {}): CorrectReading => ({
  kind: 'CorrectReading',
  meterId: 'cold-1',
  takenOn,
  correctedOn: '2026-06-01',
  values,
  reason: 'misread',
  channel: 'accountant',
  ...said,
});
const remove = (removedOn: string, finalValues: string[], said: Partial<RemoveMeter> = {}): RemoveMeter => ({
  kind: 'RemoveMeter',
  meterId: 'cold-1',
  removedOn,
  finalValues,
  channel: 'accountant',
  ...said,
});

describe('installing a meter', () => {
  it('is a fact with its start values and how far it may roll over', () => {
    spec.when(INSTALL).then([installed()]);
  });

  it('keeps numbers in one form: zeros before and after them mean nothing', () => {
    spec
      .when({ ...INSTALL, startValues: ['00100.500'], maxMonthly: '50.0' })
      .then([installed({ startValues: ['100.5'], maxMonthly: '50' })]);
  });

  it('again with the same passport changes nothing, even after readings', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when({ ...INSTALL, startValues: ['100.0'] })
      .thenNothing();
  });

  it.each([
    ['account', { account: '6301000018' }],
    ['utility', { utility: 'hot_water' }],
    ['serial', { serial: '17-004519' }],
    ['digits', { digits: 6 }],
    ['day of installation', { installedOn: '2026-01-11' }],
    ['verification', { verifiedUntil: '2027-09-30' }],
    ['start value', { startValues: ['101'] }],
    ['replaced meter', { replaces: 'cold-0' }],
    ['plausible rollover', { maxMonthly: null }],
  ])('again with another %s is refused', (_what, other) => {
    spec
      .given([installed()])
      .when({ ...INSTALL, ...other })
      .thenRejected('METERING_METER_EXISTS');
  });

  it.each([2, 10, 4.5])('needs 3 to 9 digits before the point, not %s', (digits) => {
    spec.when({ ...INSTALL, digits }).thenRejected('METERING_DIGITS_OUT_OF_RANGE', { digits });
  });

  it.each([[[]], [['1', '2', '3', '4']]])('needs one to three registers, not %j', (startValues) => {
    spec.when({ ...INSTALL, startValues }).thenRejected('METERING_REGISTER_COUNT');
  });

  it('needs a verification that is valid on its first day', () => {
    spec.when({ ...INSTALL, verifiedUntil: '2026-01-09' }).thenRejected('METERING_VERIFICATION_BEFORE_INSTALLATION');
    spec.when({ ...INSTALL, verifiedUntil: '2026-01-10' }).then([installed({ verifiedUntil: '2026-01-10' })]);
  });

  it('needs a plausible rollover that is a number', () => {
    spec.when({ ...INSTALL, maxMonthly: 'много' }).thenRejected('METERING_VALUE_NOT_A_NUMBER', { field: 'maxMonthly' });
  });
});

describe('submitting a reading', () => {
  it('is accepted with the day taken and the day received', () => {
    spec
      .given([installed()])
      .when(submit('2026-02-20', ['105.250'], { receivedOn: '2026-02-22' }))
      .then([accepted('2026-02-20', ['105.25'], { receivedOn: '2026-02-22' })]);
  });

  it('of an unknown meter is refused', () => {
    spec.when(submit('2026-02-20', ['105'])).thenRejected('METERING_UNKNOWN_METER', { meterId: 'cold-1' });
  });

  it('needs a value for every register', () => {
    spec
      .given([installed({ startValues: ['10', '20'] })])
      .when(submit('2026-02-20', ['11']))
      .thenRejected('METERING_REGISTER_COUNT', { registers: 2, values: 1 });
  });

  it.each(['', '-1', '1,5', '1e3', 'NaN', ' 5', '0x10', '1/2', '9999999999999999'])(
    'refuses %j: it is not an exact number from 0 ',
    (text) => {
      spec
        .given([installed()])
        .when(submit('2026-02-20', [text]))
        .thenRejected('METERING_VALUE_NOT_A_NUMBER');
    },
  );

  it('refuses a value with more digits than the meter shows', () => {
    spec
      .given([installed()])
      .when(submit('2026-02-20', ['100000']))
      .thenRejected('METERING_VALUE_ABOVE_DIGITS');
    spec
      .given([installed()])
      .when(submit('2026-02-20', ['99999.999']))
      .then([accepted('2026-02-20', ['99999.999'])]);
  });

  it('is refused for a day after it was received', () => {
    spec
      .given([installed()])
      .when(submit('2026-02-21', ['105'], { receivedOn: '2026-02-20' }))
      .thenRejected('METERING_READING_IN_FUTURE', { takenOn: '2026-02-21' });
  });

  it('is refused for a day before the meter was installed, and accepted for that day', () => {
    spec
      .given([installed()])
      .when(submit('2026-01-09', ['100']))
      .thenRejected('METERING_READING_BEFORE_INSTALLATION');
    spec
      .given([installed()])
      .when(submit('2026-01-10', ['100']))
      .then([accepted('2026-01-10', ['100'])]);
  });

  it('is refused for a day after the meter was removed, and accepted for earlier days when it comes late', () => {
    const history = [installed(), removed('2026-03-10', ['120'])];
    spec
      .given(history)
      .when(submit('2026-03-11', ['121']))
      .thenRejected('METERING_METER_REMOVED');
    spec
      .given(history)
      .when(submit('2026-03-09', ['119'], { receivedOn: '2026-03-15' }))
      .then([accepted('2026-03-09', ['119'], { receivedOn: '2026-03-15' })]);
  });

  it('with the same value as before is no consumption and accepted', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(submit('2026-03-20', ['105']))
      .then([accepted('2026-03-20', ['105'])]);
  });

  it('again for the same day with the same values changes nothing, however they are written', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(submit('2026-02-20', ['0105.0']))
      .thenNothing();
  });

  it('again for the same day with other values is refused: a correction is the way', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(submit('2026-02-20', ['106']))
      .thenRejected('METERING_READING_ALREADY_TAKEN', { takenOn: '2026-02-20' });
  });

  it('is compared with the corrected values of that day, not with those first accepted', () => {
    const history = [
      installed(),
      accepted('2026-02-20', ['150']),
      corrected('2026-02-20', ['105'], ['150'], '2026-02-21'),
    ];
    spec
      .given(history)
      .when(submit('2026-02-20', ['105']))
      .thenNothing();
    spec
      .given(history)
      .when(submit('2026-02-20', ['150']))
      .thenRejected('METERING_READING_ALREADY_TAKEN');
  });

  it('below the previous one is rejected unless the meter rolled over', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(submit('2026-03-20', ['104.999']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS', {
        register: 1,
        value: '104.999',
        previousValue: '105',
        previousOn: '2026-02-20',
      });
  });

  it('below the start value is rejected too', () => {
    spec
      .given([installed()])
      .when(submit('2026-02-20', ['99']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS', { previousOn: '2026-01-10' });
  });

  it('rolls over when no more than the largest plausible volume went through', () => {
    const nearTheEnd = [installed({ startValues: ['99980'] })];
    // 100,000 − 99,980 + 30 = 50, the limit.
    spec
      .given(nearTheEnd)
      .when(submit('2026-02-20', ['30'], { channel: 'import' }))
      .then([accepted('2026-02-20', ['30'], { channel: 'import' })]);
    spec
      .given(nearTheEnd)
      .when(submit('2026-02-20', ['30.001'], { channel: 'phone' }))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
  });

  it('never rolls over where no volume is plausible', () => {
    spec
      .given([installed({ startValues: ['99999'], maxMonthly: null as unknown as string })])
      .when(submit('2026-02-20', ['0']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
  });

  it('looks at every register by itself', () => {
    spec
      .given([installed({ startValues: ['10', '20'] })])
      .when(submit('2026-02-20', ['15', '19']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS', { register: 2 });
  });

  it('that comes late is compared with its neighbours by the day taken, before and after', () => {
    const history = [installed(), accepted('2026-02-20', ['105']), accepted('2026-04-20', ['115'])];
    const late = { receivedOn: '2026-04-22' };
    spec
      .given(history)
      .when(submit('2026-03-20', ['110'], late))
      .then([accepted('2026-03-20', ['110'], late)]);
    spec
      .given(history)
      .when(submit('2026-03-20', ['104'], late))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
    spec
      .given(history)
      .when(submit('2026-03-20', ['116'], late))
      .thenRejected('METERING_READING_ABOVE_NEXT', { nextValue: '115', nextOn: '2026-04-20' });
  });

  it('that comes after the removal is compared with the final value', () => {
    spec
      .given([installed(), removed('2026-03-10', ['120'])])
      .when(submit('2026-03-01', ['121']))
      .thenRejected('METERING_READING_ABOVE_NEXT', { nextOn: '2026-03-10' });
  });

  it('after the verification ran out is accepted for information', () => {
    spec
      .given([installed()])
      .when(submit('2026-09-30', ['105']))
      .then([accepted('2026-09-30', ['105'])]);
    spec
      .given([installed()])
      .when(submit('2026-10-01', ['105']))
      .then([accepted('2026-10-01', ['105'], { information: true })]);
  });

  it('that is brought from the system before keeps its own order: the whole was checked there', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(submit('2026-03-20', ['104'], { channel: 'import' }))
      .then([accepted('2026-03-20', ['104'], { channel: 'import' })]);
  });

  it('that is brought is still held to the life, the registers and the digits of the meter', () => {
    const brought = { channel: 'import' } as const;
    spec
      .given([installed()])
      .when(submit('2026-01-09', ['100'], brought))
      .thenRejected('METERING_READING_BEFORE_INSTALLATION');
    spec
      .given([installed()])
      .when(submit('2026-02-20', ['100000'], brought))
      .thenRejected('METERING_VALUE_ABOVE_DIGITS');
  });
});

describe('correcting a reading', () => {
  const history: MeterEvent[] = [
    installed(),
    accepted('2026-02-20', ['105']),
    accepted('2026-03-20', ['110']),
    accepted('2026-04-20', ['115']),
  ];

  it('keeps what was believed before, and why it changed', () => {
    spec
      .given(history)
      .when(correct('2026-03-20', ['112']))
      .then([corrected('2026-03-20', ['112'], ['110'], '2026-06-01')]);
  });

  it('names a reading that exists', () => {
    spec
      .given(history)
      .when(correct('2026-03-21', ['112']))
      .thenRejected('METERING_UNKNOWN_READING');
  });

  it.each(['', 'x'.repeat(301)])('needs a reason of at most 300 characters, not %j', (reason) => {
    spec
      .given(history)
      .when(correct('2026-03-20', ['112'], { reason }))
      .thenRejected('METERING_REASON_REQUIRED');
  });

  it('is refused on a day before the reading', () => {
    spec
      .given(history)
      .when(correct('2026-03-20', ['112'], { correctedOn: '2026-03-19' }))
      .thenRejected('METERING_CORRECTION_BEFORE_READING');
  });

  it('to the values that are believed already changes nothing', () => {
    spec
      .given(history)
      .when(correct('2026-03-20', ['110.0']))
      .thenNothing();
  });

  it('twice on one day is refused: meter, day taken and day corrected name one correction', () => {
    spec
      .given([...history, corrected('2026-03-20', ['112'], ['110'], '2026-06-01')])
      .when(correct('2026-03-20', ['111']))
      .thenRejected('METERING_READING_ALREADY_CORRECTED', { correctedOn: '2026-06-01' });
  });

  it('on another day corrects the correction', () => {
    spec
      .given([...history, corrected('2026-03-20', ['112'], ['110'], '2026-05-31')])
      .when(correct('2026-03-20', ['111']))
      .then([corrected('2026-03-20', ['111'], ['112'], '2026-06-01')]);
  });

  it('keeps the order of the readings around it', () => {
    spec
      .given(history)
      .when(correct('2026-03-20', ['104']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
    spec
      .given(history)
      .when(correct('2026-03-20', ['116']))
      .thenRejected('METERING_READING_ABOVE_NEXT');
  });

  it('that is brought from the system before may come in any order', () => {
    spec
      .given(history)
      .when(correct('2026-03-20', ['116'], { channel: 'import' }))
      .then([
        {
          ...corrected('2026-03-20', ['116'], ['110'], '2026-06-01'),
          data: { ...corrected('2026-03-20', ['116'], ['110'], '2026-06-01').data, channel: 'import' },
        },
      ]);
  });

  it('is what the next reading is compared with', () => {
    spec
      .given([...history, corrected('2026-04-20', ['118'], ['115'], '2026-05-01')])
      .when(submit('2026-05-20', ['117']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS', { previousValue: '118' });
  });
});

describe('removing a meter', () => {
  it('is a fact with its final values', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(remove('2026-03-10', ['108.0']))
      .then([removed('2026-03-10', ['108'])]);
  });

  it('again on the same day with the same values changes nothing, otherwise it is refused', () => {
    const history = [installed(), removed('2026-03-10', ['108'])];
    spec
      .given(history)
      .when(remove('2026-03-10', ['108']))
      .thenNothing();
    spec
      .given(history)
      .when(remove('2026-03-11', ['108']))
      .thenRejected('METERING_METER_REMOVED');
    spec
      .given(history)
      .when(remove('2026-03-10', ['109']))
      .thenRejected('METERING_METER_REMOVED');
  });

  it('is not before the installation nor before a reading', () => {
    spec
      .given([installed()])
      .when(remove('2026-01-09', ['100']))
      .thenRejected('METERING_REMOVAL_BEFORE_INSTALLATION');
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(remove('2026-02-19', ['105']))
      .thenRejected('METERING_REMOVAL_BEFORE_READING');
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(remove('2026-02-20', ['105']))
      .then([removed('2026-02-20', ['105'])]);
  });

  it('has final values that follow the last reading', () => {
    spec
      .given([installed(), accepted('2026-02-20', ['105'])])
      .when(remove('2026-03-10', ['104']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
    spec
      .given([installed()])
      .when(remove('2026-03-10', ['99']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
  });
});

describe('whatever comes, in whichever order', () => {
  const day = fc.integer({ min: 10, max: 25 }).map((number) => `2026-02-${number}`);
  const value = fc.integer({ min: 0, max: 999 }).map((number) => [String(number)]);
  const command = fc.oneof(
    fc.record({ day, value }).map((said) => submit(said.day, said.value, { receivedOn: '2026-02-28' })),
    fc.record({ day, value }).map((said) => correct(said.day, said.value)),
    fc.record({ day, value }).map((said) => remove(said.day, said.value)),
  );

  it('each value follows from the one before it by growth or a plausible rollover', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const passport = { installedOn: '2026-02-10', digits: 3, startValues: ['950'], maxMonthly: '100' };
        const history: MeterEvent[] = [installed(passport)];
        for (const stated of commands) {
          const answer = meterDecider.decide(stated, fold(meterDecider, history));
          if (!isRejection(answer)) history.push(...answer);
        }
        const state = fold(meterDecider, history);
        if (state.status === 'unknown') throw new Error('The meter is gone');
        const values = [passport.startValues, ...state.readings.map((reading) => reading.values)];
        if (state.status === 'removed') values.push(state.finalValues);
        const faults = values
          .slice(1)
          .filter((now, index) => implausibleRegister(values[index]!, now, passport) !== null);
        expect(faults).toEqual([]);
        const days = state.readings.map(({ takenOn }) => takenOn);
        expect(days).toEqual([...new Set(days)].sort());
      }),
    );
  });
});

describe('a doubtful reading in the cabinet', () => {
  const usual = [installed({ startValues: ['100'] }), accepted('2026-02-10', ['110']), accepted('2026-03-10', ['120'])];
  const doubted = (
    values: string[],
    doubts: ReadingDoubtNoted['data']['doubts'],
    counted: boolean,
  ): ReadingDoubtNoted => ({
    type: 'ReadingDoubtNoted',
    version: 1,
    data: {
      account: '6301000017',
      meterId: 'cold-1',
      takenOn: '2026-04-10',
      receivedOn: '2026-04-10',
      values,
      doubts,
      explanation: 'leak',
      counted,
      effectiveOn: '2026-04-10',
    },
  });

  it('is asked about first', () => {
    spec
      .given(usual)
      .when(submit('2026-04-10', ['300']))
      .thenRejected('METERING_READING_DOUBTFUL', { doubts: 'far_above_usual' });
  });

  it('is accepted where the person insists, and the office is told', () => {
    spec
      .given(usual)
      .when(submit('2026-04-10', ['300'], { explanation: 'leak' }))
      .then([accepted('2026-04-10', ['300']), doubted(['300'], ['far_above_usual'], true)]);
  });

  it('that contradicts what is known is refused with the values it contradicts', () => {
    spec
      .given(usual)
      .when(submit('2026-04-10', ['90']))
      .thenRejected('METERING_READING_BELOW_PREVIOUS', { previousValue: '120' });
  });

  it('that contradicts what is known is kept aside where the person insists: nothing is billed on it', () => {
    spec
      .given(usual)
      .when(submit('2026-04-10', ['90'], { explanation: 'leak' }))
      .then([doubted(['90'], ['below_previous'], false)]);
    const after = fold(meterDecider, [...usual, doubted(['90'], ['below_previous'], false)]);
    expect({ ...after, doubts: [] }).toEqual(fold(meterDecider, usual));
  });

  it('explained without need is taken as any other', () => {
    spec
      .given(usual)
      .when(submit('2026-04-10', ['130'], { explanation: 'leak' }))
      .then([accepted('2026-04-10', ['130'])]);
  });
});

describe('replacing an own reading', () => {
  const given = [installed(), accepted('2026-02-10', ['110']), accepted('2026-03-18', ['120'])];
  const replace = (said: Partial<ReplaceReading> = {}): ReplaceReading => ({
    kind: 'ReplaceReading',
    meterId: 'cold-1',
    takenOn: '2026-03-18',
    replacedOn: '2026-03-25',
    values: ['112'],
    windowToDay: 25,
    ...said,
  });
  const replaced = (values: string[], previousValues: string[], on = '2026-03-25'): ReadingCorrected => ({
    type: 'ReadingCorrected',
    version: 1,
    data: {
      ...corrected('2026-03-18', values, previousValues, on).data,
      reason: 'Исправлено в кабинете до конца срока передачи',
      channel: 'cabinet',
    },
  });

  it('is possible until the last day of the window, as often as one likes', () => {
    spec
      .given(given)
      .when(replace())
      .then([replaced(['112'], ['120'])]);
    spec
      .given([...given, replaced(['112'], ['120'])])
      .when(replace({ values: ['113'] }))
      .then([replaced(['113'], ['112'])]);
  });

  it('by the same values changes nothing', () => {
    spec
      .given(given)
      .when(replace({ values: ['120.0'] }))
      .thenNothing();
  });

  it('is refused when the window has ended', () => {
    spec
      .given(given)
      .when(replace({ replacedOn: '2026-03-26' }))
      .thenRejected('METERING_READING_NOT_REPLACEABLE', { takenOn: '2026-03-18' });
    spec
      .given(given)
      .when(replace({ replacedOn: '2026-04-02' }))
      .thenRejected('METERING_READING_NOT_REPLACEABLE');
  });

  it('of a late reading, which counts for the next month, is possible until the window of that month ends', () => {
    const late = [installed(), accepted('2026-03-27', ['120'])];
    const later = (replacedOn: string) => replace({ takenOn: '2026-03-27', replacedOn });
    expect(meterDecider.decide(later('2026-03-30'), fold(meterDecider, late))).toMatchObject([
      { type: 'ReadingCorrected' },
    ]);
    expect(meterDecider.decide(later('2026-04-25'), fold(meterDecider, late))).toMatchObject([
      { type: 'ReadingCorrected' },
    ]);
    spec.given(late).when(later('2026-04-26')).thenRejected('METERING_READING_NOT_REPLACEABLE');
  });

  it('is refused for a reading that the office took, and for one that is not there', () => {
    spec
      .given([installed(), accepted('2026-03-18', ['120'], { channel: 'accountant' })])
      .when(replace())
      .thenRejected('METERING_READING_NOT_REPLACEABLE');
    spec
      .given(given)
      .when(replace({ takenOn: '2026-03-17' }))
      .thenRejected('METERING_UNKNOWN_READING');
  });

  it('keeps the order of readings', () => {
    spec
      .given(given)
      .when(replace({ values: ['109'] }))
      .thenRejected('METERING_READING_BELOW_PREVIOUS');
    const followed = [...given, accepted('2026-03-20', ['121'])];
    spec
      .given(followed)
      .when(replace({ values: ['122'] }))
      .thenRejected('METERING_READING_ABOVE_NEXT');
  });
});
