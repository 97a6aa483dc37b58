import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { createKvitok } from '#services/app';
import { NightlyChargesJob, ReferenceBooks } from '#services/billing';
import { directorySource, readCompanyPackage } from '../../services/cli/company-package';
import { playBack } from '../../services/cli/import/playback';
import { ROOT } from './command-line';

/** The day until which the sample company is played for tests of the cabinet: the eve of the day of the demonstration. */
export const PLAYED_THROUGH = '2026-10-14';

const SAMPLE = join(ROOT, 'samples', 'company');
const CACHE = join(ROOT, 'node_modules', '.cache', 'kvitok-played');
/** Everything that can change what is played. */
const SOURCES = ['libs', 'services', 'samples/company', 'package-lock.json'];

/**
 * A folder of its own with the sample company played. A history takes seconds to play, so that it is played once for
 * one state of the code and copied; another line of code is another history.
 */
export async function playedCompany(): Promise<string> {
  const master = join(CACHE, fingerprintOfSources());
  if (!existsSync(master)) await playInto(master);
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-cabinet-'));
  cpSync(master, folder, { recursive: true });
  return folder;
}

async function playInto(master: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const played = mkdtempSync(join(CACHE, 'playing-'));
  const read = readCompanyPackage(directorySource(SAMPLE));
  if (!read.ok) throw new Error(`The sample company is refused: ${JSON.stringify(read.errors)}`);
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  const kvitok = await createKvitok({ dataDir: played, clock, follow: false });
  try {
    await playBack(
      read.package,
      {
        commands: kvitok.stack.commands,
        store: kvitok.stack.store,
        consumerState: kvitok.stack.consumerState,
        vault: kvitok.stack.vault,
        books: kvitok.app.get(ReferenceBooks),
        night: kvitok.app.get(NightlyChargesJob),
        clock,
        drain: () => kvitok.drain(),
      },
      { through: PLAYED_THROUGH },
    );
  } finally {
    await kvitok.close();
  }
  if (existsSync(master)) {
    // Another suite was quicker.
    rmSync(played, { recursive: true, force: true });
    return;
  }
  try {
    renameSync(played, master);
  } catch (error) {
    if (!existsSync(master)) throw error;
    rmSync(played, { recursive: true, force: true });
  }
}

function fingerprintOfSources(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) addTo(hash, join(ROOT, source));
  return hash.digest('hex').slice(0, 32);
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const entries = existsSync(path) && !path.endsWith('.json') ? readdirSync(path, { withFileTypes: true }) : null;
  if (entries === null) {
    hash.update(path).update(readFileSync(path));
    return;
  }
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) addTo(hash, inside);
    else if (!/\.spec\.tsx?$/.test(entry.name)) hash.update(inside).update(readFileSync(inside));
  }
}
