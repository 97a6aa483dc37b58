import { monthOfReading } from './reading-month.policy';

/** The house's window closes on the 25th. */
const monthOf = (receivedOn: string, accountClosedOn: string | null = null): string =>
  monthOfReading(receivedOn, 25, accountClosedOn);

describe('the month that a reading belongs to', () => {
  it('is the month in which it was received, up to the last day of the window', () => {
    expect(monthOf('2026-03-25')).toBe('2026-03');
  });

  it('has no lower bound: days before the window opens count', () => {
    expect(monthOf('2026-03-01')).toBe('2026-03');
  });

  it('is the next month after the window closed: late, carried', () => {
    expect(monthOf('2026-03-26')).toBe('2026-04');
    expect(monthOf('2026-12-31')).toBe('2027-01');
  });

  describe('of an account that closes', () => {
    it('is the last billed month where the reading would be carried beyond it', () => {
      // Closed on 15 April: the last billed day is the 14th. A reading of 28 March, late, belongs to April anyway.
      expect(monthOf('2026-03-28', '2026-04-15')).toBe('2026-04');
      expect(monthOf('2026-04-27', '2026-05-01')).toBe('2026-04');
    });

    it('is the last billed month for a reading received on the closing day itself', () => {
      // Closed on 1 July: June is the last billed month.
      expect(monthOf('2026-07-01', '2026-07-01')).toBe('2026-06');
    });

    it('is as ever for a reading received after the closing day', () => {
      expect(monthOf('2026-07-02', '2026-07-01')).toBe('2026-07');
    });

    it('is as ever for a reading that is not carried beyond the last billed month', () => {
      expect(monthOf('2026-05-20', '2026-07-01')).toBe('2026-05');
      expect(monthOf('2026-04-14', '2026-04-15')).toBe('2026-04');
    });
  });
});
