import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersOf, kvitok, kvitokKilledAfter, logOf, seededRandom, sharedFolder } from './support/command-line';

/** `KILLS` and `SEED` make the run longer or repeat one that failed. */
const KILLS = Number(process.env['KILLS'] ?? 50);
const SEED = Number(process.env['SEED'] ?? 20260301);
const THROUGH = '2026-08-31';
const AGING_DATES = ['2026-05-20', '2026-08-31'];
/** The process needs about half a second before it plays its first day. */
const KILL_AFTER_MS = { least: 300, most: 1_600 };

describe('a playback that is killed at random moments', () => {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-kill-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test(
    `ends equal to one that was not, after ${KILLS} kills (seed ${SEED})`,
    async () => {
      const source = sharedFolder('edge');
      const calm = join(work, 'calm');
      expect(kvitok('import', source, '--through', THROUGH, '--data', calm).exitCode).toBe(0);
      const expectedAnswers = answersOf(calm, AGING_DATES);
      const expectedLog = logOf(calm);

      const random = seededRandom(SEED);
      let kills = 0;
      for (let round = 1; kills < KILLS; round += 1) {
        const killed = join(work, `killed-${round}`);
        for (;;) {
          const after = KILL_AFTER_MS.least + random() * (KILL_AFTER_MS.most - KILL_AFTER_MS.least);
          const done = await kvitokKilledAfter(after, 'import', source, '--through', THROUGH, '--data', killed);
          if (done.signal === null) {
            expect({ exitCode: done.exitCode, stderr: done.stderr }).toMatchObject({ exitCode: 0 });
            break;
          }
          kills += 1;
        }
        expect(logOf(killed)).toEqual(expectedLog);
        expect(answersOf(killed, AGING_DATES)).toEqual(expectedAnswers);
        expect(kvitok('verify', '--data', killed).exitCode).toBe(0);
        rmSync(killed, { recursive: true, force: true });
      }
      expect(kills).toBeGreaterThanOrEqual(KILLS);
    },
    20 * 60_000,
  );
});
