import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersOf, kvitok, kvitokKilledAfter, logOf, seededRandom, sharedFolder } from './support/command-line';

/** The short form; `npm run reliability:kills` is the full one. `SEED` repeats a run that failed. */
const KILLS = Number(process.env['KILLS'] ?? 12);
const SEED = Number(process.env['SEED'] ?? 20260301);
const THROUGH = '2026-08-31';
const AGING_DATES = ['2026-05-20', '2026-08-31'];
/** Parts of the time that a calm run takes: early in the opening state as well as late in the last month. */
const KILL_AFTER = { least: 0.15, most: 0.75 };
/** A round is left in peace after so many kills, so that it ends on a busy machine too. */
const KILLS_PER_ROUND_MAX = 6;
const TIMEOUT_MS = 10 * 60_000 + KILLS * 60_000;

describe('a playback that is killed at random moments', () => {
  const work = mkdtempSync(join(tmpdir(), 'kvitok-kill-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test(
    `ends equal to one that was not, after ${KILLS} kills (seed ${SEED})`,
    async () => {
      const source = sharedFolder('edge');
      const calm = join(work, 'calm');
      const began = Date.now();
      expect(kvitok('import', source, '--through', THROUGH, '--data', calm).exitCode).toBe(0);
      const calmMs = Date.now() - began;
      const expectedAnswers = answersOf(calm, AGING_DATES);
      const expectedLog = logOf(calm);

      const random = seededRandom(SEED);
      let kills = 0;
      for (let round = 1; kills < KILLS; round += 1) {
        const killed = join(work, `killed-${round}`);
        for (let attempt = 1; ; attempt += 1) {
          const part = KILL_AFTER.least + random() * (KILL_AFTER.most - KILL_AFTER.least);
          const after = attempt > KILLS_PER_ROUND_MAX ? 10 * 60_000 : part * calmMs;
          const done = await kvitokKilledAfter(after, 'import', source, '--through', THROUGH, '--data', killed);
          if (done.signal === null) {
            // The whole of it is shown where it is not as it should be.
            expect(done).toEqual({ ...done, exitCode: 0 });
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
    TIMEOUT_MS,
  );
});
