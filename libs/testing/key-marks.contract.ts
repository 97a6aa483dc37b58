import { KeyMarks } from '#libs/person-vault';

/** What every store of marks does. `openMarks` gives those of an empty vault. */
export function keyMarksContract(name: string, openMarks: () => KeyMarks | Promise<KeyMarks>): void {
  describe(`the marks of the keys of a vault, ${name}`, () => {
    let marks: KeyMarks;
    beforeEach(async () => {
      marks = await openMarks();
    });

    it('keeps the first mark of a name, and tells who comes later which one that is', async () => {
      expect(await marks.markOf('pepper')).toBeNull();
      expect(await marks.markIfNone('pepper', 'first')).toBe('first');
      expect(await marks.markIfNone('pepper', 'second')).toBe('first');
      expect(await marks.markOf('pepper')).toBe('first');
      expect(await marks.markOf('print')).toBeNull();
    });

    it('tells everybody the same where many begin at once', async () => {
      const told = await Promise.all(
        Array.from({ length: 8 }, (_, index) => marks.markIfNone('pepper', String(index))),
      );
      expect(new Set(told).size).toBe(1);
      expect(await marks.markOf('pepper')).toBe(told[0]);
    });

    it('keeps another mark where it is told to', async () => {
      await marks.markIfNone('pepper', 'first');
      await marks.markAnew('pepper', 'second');
      await marks.markAnew('print', 'third');
      expect([await marks.markOf('pepper'), await marks.markOf('print')]).toEqual(['second', 'third']);
    });
  });
}
