import { deciderSpec } from '#libs/testing';
import { COLD_METER, coldMeterInstalled } from '../../../test/support/cold-meter';
import { CorrectReading, RemoveMeter, SubmitReading } from './meter.commands';
import { meterDecider } from './meter.decider';
import { MeterEvent, ReadingChannel } from './meter.events';

const spec = deciderSpec(meterDecider);
const MANY_PLACES = 'METERING_VALUE_TOO_MANY_PLACES';

const installed: MeterEvent = coldMeterInstalled('2026-01-10', { verifiedUntil: '2026-09-30' });
const accepted = (takenOn: string, value: string, channel: ReadingChannel = 'cabinet'): MeterEvent => ({
  type: 'ReadingAccepted',
  version: 1,
  data: {
    ...COLD_METER,
    takenOn,
    receivedOn: takenOn,
    values: [value],
    channel,
    information: false,
    effectiveOn: takenOn,
  },
});
const submit = (takenOn: string, value: string, channel: ReadingChannel = 'cabinet'): SubmitReading => {
  return { kind: 'SubmitReading', meterId: 'cold-1', takenOn, receivedOn: takenOn, values: [value], channel };
};
const of = { meterId: 'cold-1', channel: 'accountant' } as const;

describe('the places of a reading behind the point', () => {
  it('are no more than the meter shows, from whomever it comes', () => {
    for (const channel of ['cabinet', 'phone', 'paper', 'accountant'] as const) {
      const command = submit('2026-02-20', '105.1234', channel);
      spec.given([installed]).when(command).thenRejected(MANY_PLACES, { register: 1, places: 3 });
    }
    const said = { takenOn: '2026-02-20', correctedOn: '2026-02-21', values: ['105.1234'], reason: 'misread' };
    const correct: CorrectReading = { kind: 'CorrectReading', ...of, ...said };
    const remove: RemoveMeter = { kind: 'RemoveMeter', ...of, removedOn: '2026-03-20', finalValues: ['107.1234'] };
    for (const command of [correct, remove]) {
      spec
        .given([installed, accepted('2026-02-20', '105')])
        .when(command)
        .thenRejected(MANY_PLACES);
    }
  });

  it('are not those of zeros at the end', () => {
    const command = submit('2026-02-20', '105.123000');
    spec
      .given([installed])
      .when(command)
      .then([accepted('2026-02-20', '105.123')]);
  });

  it('are as many as the meter has shown before', () => {
    const shown = [installed, accepted('2026-02-20', '105.12345')];
    spec.given(shown).when(submit('2026-02-20', '105.12345')).thenNothing();
    spec
      .given(shown)
      .when(submit('2026-03-20', '107.12345'))
      .then([accepted('2026-03-20', '107.12345')]);
    spec.given(shown).when(submit('2026-03-20', '107.123456')).thenRejected(MANY_PLACES, { places: 5 });
  });

  it('are six of brought history', () => {
    spec
      .given([installed])
      .when(submit('2026-02-20', '105.123456', 'import'))
      .then([accepted('2026-02-20', '105.123456', 'import')]);
    const command = submit('2026-02-20', '105.1234567', 'import');
    spec.given([installed]).when(command).thenRejected(MANY_PLACES, { places: 6 });
  });
});
