import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemsOfGoldenEvents, readGoldenEvents } from './golden-events';
import { createUpcasting } from './upcasting';

const upcasting = createUpcasting([
  { type: 'ReadingAccepted', fromVersion: 1, upcast: (data) => ({ volumeM3: String(data['volume']) }) },
]);
const goldenEvents = [
  { type: 'MeterInstalled', version: 1, data: { meter: 'm-1' } },
  { type: 'ReadingAccepted', version: 1, data: { volume: 7 } },
  { type: 'ReadingAccepted', version: 2, data: { volumeM3: '7' } },
];
const check = {
  goldenEvents,
  upcasting,
  newestVersions: { MeterInstalled: 1, ReadingAccepted: 2 },
  fold: (event: { type: string; data: object }) => {
    if (event.type === 'ReadingAccepted' && !('volumeM3' in event.data)) throw new Error('no volume');
  },
};

describe('golden events', () => {
  it('have no problems when every version has one, is lifted and folds', () => {
    expect(problemsOfGoldenEvents(check)).toEqual([]);
  });

  it('tell of a version without a golden event', () => {
    expect(problemsOfGoldenEvents({ ...check, goldenEvents: goldenEvents.slice(0, 2) })).toEqual([
      'ReadingAccepted version 2: no golden event',
    ]);
  });

  it('tell of an upcaster that is missing, and of the event that then does not fold', () => {
    expect(problemsOfGoldenEvents({ ...check, upcasting: createUpcasting() })).toEqual([
      'ReadingAccepted: code writes version 2, upcasters lead to 1',
      'ReadingAccepted version 1: does not fold: no volume',
      expect.stringMatching(/^ReadingAccepted version 2: does not fold: .*known: 1.*newer than this one/),
    ]);
  });

  it('tell of an event that the code does not know, or not yet', () => {
    const unknown = [
      ...goldenEvents,
      { type: 'Other', version: 1, data: {} },
      { type: 'MeterInstalled', version: 2, data: {} },
    ];
    expect(problemsOfGoldenEvents({ ...check, goldenEvents: unknown })).toEqual([
      'Other version 1: the event type is no longer known',
      'MeterInstalled version 2: newer than the code, which writes version 1',
    ]);
  });

  it('are read from a folder, one file for each version of a type', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvitok-golden-'));
    writeFileSync(join(folder, 'ReadingAccepted.v1.json'), '{"volume":7}');
    writeFileSync(join(folder, 'MeterInstalled.v1.json'), '{"meter":"m-1"}');
    expect(readGoldenEvents(folder)).toEqual(goldenEvents.slice(0, 2));
    writeFileSync(join(folder, 'ReadingAccepted.json'), '{}');
    expect(() => readGoldenEvents(folder)).toThrow('Not the name of a golden event: ReadingAccepted.json');
    rmSync(folder, { recursive: true, force: true });
  });
});
