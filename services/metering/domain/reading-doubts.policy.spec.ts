import { doubtsOf, Shown } from './reading-doubts.policy';

const RULES = { digits: 5, maxMonthly: '50' };

function shown(...marks: readonly string[]): Shown[] {
  return marks.map((mark) => {
    const [on = '', ...values] = mark.split(' ');
    return { on, values };
  });
}

/** Ten a month, read every thirty days. */
const USUAL = shown('2026-01-01 100', '2026-01-31 110', '2026-03-02 120');

function doubtsAbout(mark: string, before: readonly Shown[] = USUAL): string[] {
  return doubtsOf(shown(mark)[0] as Shown, before, RULES);
}

describe('a reading is doubtful', () => {
  it('where more than three times the usual of a day was consumed', () => {
    // Thirty days at ten a month are usually 10; three times that is 30.
    expect(doubtsAbout('2026-04-01 150')).toEqual([]);
    expect(doubtsAbout('2026-04-01 150.000001')).toEqual(['far_above_usual']);
  });

  it('by the days between, not by the number of readings', () => {
    // Ninety days without a reading: up to 90.
    expect(doubtsAbout('2026-05-31 210')).toEqual([]);
    expect(doubtsAbout('2026-05-31 211')).toEqual(['far_above_usual']);
    // A second reading on one day counts as a day.
    expect(doubtsAbout('2026-03-02 121')).toEqual([]);
    expect(doubtsAbout('2026-03-02 122')).toEqual(['far_above_usual']);
  });

  it('where nothing was ever consumed and now something is', () => {
    const empty = shown('2026-01-01 100', '2026-01-31 100', '2026-03-02 100');
    expect(doubtsAbout('2026-04-01 100', empty)).toEqual([]);
    expect(doubtsAbout('2026-04-01 100.1', empty)).toEqual(['far_above_usual']);
  });

  it('where the meter began again at nought', () => {
    const nearTheEnd = shown('2026-01-01 99970', '2026-01-31 99980', '2026-03-02 99990');
    expect(doubtsAbout('2026-04-01 5', nearTheEnd)).toEqual(['rollover']);
    expect(doubtsAbout('2026-04-01 25', nearTheEnd)).toEqual(['rollover', 'far_above_usual']);
  });

  it('where it shows less than before and cannot have begun again', () => {
    expect(doubtsAbout('2026-04-01 119')).toEqual(['below_previous']);
  });

  it('where one register of several is', () => {
    const twoZones = shown('2026-01-01 100 50', '2026-01-31 110 55', '2026-03-02 120 60');
    expect(doubtsAbout('2026-04-01 130 65', twoZones)).toEqual([]);
    expect(doubtsAbout('2026-04-01 130 80', twoZones)).toEqual(['far_above_usual']);
  });
});

describe('nothing is usual', () => {
  it('before there are three values', () => {
    expect(doubtsAbout('2026-04-01 999', USUAL.slice(0, 2))).toEqual([]);
    expect(doubtsAbout('2026-04-01 999', [])).toEqual([]);
  });

  it('but the latest seven values', () => {
    const changed = shown(
      '2025-06-01 0',
      '2025-07-01 900',
      '2025-08-01 901',
      '2025-09-01 902',
      '2025-10-01 903',
      '2025-11-01 904',
      '2025-12-01 905',
      '2026-01-01 906',
    );
    expect(doubtsAbout('2026-02-01 920', changed)).toEqual(['far_above_usual']);
  });
});
