import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { createKvitok, Kvitok } from '#services/app';
import { codeAt, StaffOffice } from '#services/identity';
import { PERIODS_CLIENT, PeriodsClient } from '../services/billing/api/client';
import { openDemonstrationMonths } from '../services/cli/demonstration-month';
import {
  DEMONSTRATION_STAFF_FILE,
  DemonstrationStaff,
  enrolDemonstrationStaff,
} from '../services/cli/demonstration-staff';
import { STAFF_CLIENT, StaffClient } from '../services/identity/api/client';
import { CABINET_DAY, TIME_ZONE } from './support/cabinet';
import { playedCompany } from './support/played-company';

const OWNER = { role: 'chief', companies: null } as const;
const STEP_MILLISECONDS = 30_000;

let kvitok: Kvitok;
let dataDir: string;
/** The demonstration keeps a day of its own; telephones keep the true one. */
const own = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
const telephone = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');

beforeAll(async () => {
  dataDir = await playedCompany();
  own.set(CABINET_DAY, '09:00:00', TIME_ZONE);
  telephone.set('2027-03-08', '12:00:00', TIME_ZONE);
  kvitok = await createKvitok({ dataDir, clock: own, deviceClock: telephone });
  await kvitok.drain();
});

afterAll(async () => {
  await kvitok?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const head = () => kvitok.stack.store.head();

/** Signs in with the code that an authenticator shows at this time. */
async function signIn({ staffId, password, secret }: DemonstrationStaff, { now }: { now: () => string }) {
  const client = kvitok.app.get<StaffClient>(STAFF_CLIENT, { strict: false });
  const from = { address: '127.0.0.1', deviceToken: null };
  const { proof } = await client.password({ staffId, password, ...from });
  const code = codeAt(secret, Math.floor(Date.parse(now()) / STEP_MILLISECONDS));
  return client.secondFactor({ proof, code, userAgent: 'a test', ...from });
}

describe('the staff of the demonstration', () => {
  let told: readonly DemonstrationStaff[];

  it('come in with the codes of a real authenticator, not with those of the demonstration’s day', async () => {
    told = await enrolDemonstrationStaff(kvitok, dataDir);
    expect(told.map(({ role }) => role)).toEqual(['accountant', 'chief']);
    const [anna, boris] = told as [DemonstrationStaff, DemonstrationStaff];
    expect((await signIn(anna, { now: () => telephone.now() })).session).toMatchObject({ role: 'accountant' });
    await expect(signIn(boris, { now: () => own.now() })).rejects.toThrow('IDENTITY_STAFF_CODE_WRONG');
  });

  it('are told the same at the next start, from a file that its owner alone reads', async () => {
    const before = await head();
    expect(await enrolDemonstrationStaff(kvitok, dataDir)).toEqual(told);
    expect(await head()).toBe(before);
    expect(statSync(join(dataDir, DEMONSTRATION_STAFF_FILE)).mode & 0o777).toBe(0o600);
  });

  it('are told anew where somebody was given another link meanwhile', async () => {
    const [anna, boris] = told as [DemonstrationStaff, DemonstrationStaff];
    const commandId = 'test:another-link';
    const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:test', input: undefined };
    await kvitok.app.get(StaffOffice).issueLink(anna.staffId, OWNER, 'телефон потерян', origin);
    const [again, same] = await enrolDemonstrationStaff(kvitok, dataDir);
    expect(same).toEqual(boris);
    expect(again).toMatchObject({ staffId: anna.staffId, role: 'accountant' });
    expect(again?.password).not.toBe(anna.password);
    expect(again?.secret).not.toBe(anna.secret);
  });
});

describe('the month of the demonstration', () => {
  it('is open for calculation and closed by two people, by settings that are decided once', async () => {
    await openDemonstrationMonths(kvitok);
    const before = await head();
    await openDemonstrationMonths(kvitok);
    expect(await head()).toBe(before);
    const standing = await kvitok.app.get<PeriodsClient>(PERIODS_CLIENT, { strict: false }).standing();
    expect(standing).toMatchObject({ period: '2026-10', closedBy: 'two_people' });
  });
});
