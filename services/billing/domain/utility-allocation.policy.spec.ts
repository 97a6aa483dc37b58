import fc from 'fast-check';
import { sumKopecks } from '#libs/money';
import { allocateToUtilities } from './utility-allocation.policy';

const allocate = (payment: number, ...open: number[]) => {
  const { parts, restKopecks } = allocateToUtilities(
    payment,
    open.map((openKopecks, index) => ({ utility: `u${index}`, openKopecks })),
  );
  return { parts: parts.map((part) => part.amountKopecks), restKopecks };
};

describe('a payment on the utilities of a period', () => {
  it('goes in proportion to what is open, spare kopecks to the largest remainders', () => {
    // 102.2666 / 361.7152 / 536.0182 of 1000.00
    expect(allocate(100000, 23552, 83303, 123445)).toEqual({ parts: [10227, 36171, 53602], restKopecks: 0 });
  });

  it('gives a tie to the earlier utility', () => {
    // 1666.5 / 1666.5 / 1667
    expect(allocate(5000, 3333, 3333, 3334).parts).toEqual([1667, 1666, 1667]);
  });

  it('pays everything that is open and keeps the rest', () => {
    expect(allocate(700, 100, 200)).toEqual({ parts: [100, 200], restKopecks: 400 });
  });

  it('is all rest where nothing is open', () => {
    expect(allocate(700, 0, 0)).toEqual({ parts: [0, 0], restKopecks: 700 });
    expect(allocate(700)).toEqual({ parts: [], restKopecks: 700 });
  });

  it('never exceeds what is open or what was paid', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000_000 }),
        fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 12 }),
        (payment, open) => {
          const { parts, restKopecks } = allocate(payment, ...open);
          expect(sumKopecks(parts) + restKopecks).toBe(payment);
          for (const [index, part] of parts.entries()) expect(part).toBeLessThanOrEqual(open[index] as number);
        },
      ),
    );
  });
});
