import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RejectedError } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { Kvitok } from '#services/app';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { codeAt, StaffEnrolment, StaffOffice, StaffRole } from '#services/identity';
import { STAFF_CLIENT, StaffClient } from '#services/identity/api/client';

/** What one needs to sign in as a member of staff. */
export interface DemonstrationStaff {
  readonly staffId: string;
  readonly role: StaffRole;
  readonly password: string;
  /** Of the second factor, in base 32. */
  readonly secret: string;
}

/** In the folder of the demonstration, readable by its owner alone: what a start has told, for the next one to tell again. */
export const DEMONSTRATION_STAFF_FILE = 'demonstration-staff.json';

const toldSchema = z.array(
  z.strictObject({
    staffId: z.string(),
    role: z.enum(['operator', 'accountant', 'chief']),
    password: z.string(),
    secret: z.string(),
  }),
);

const PEOPLE: readonly (readonly [name: string, role: StaffRole])[] = [
  ['Анна Сергеевна Демидова', 'accountant'],
  ['Борис Ильич Главин', 'chief'],
];
const STEP_MILLISECONDS = 30_000;
const OWNER = { role: 'chief', companies: null } as const;
const OWNER_ALONE = 0o600;

/**
 * Members of staff with whom a trial begins, as if each had been given a link and used it. Started again it tells the
 * same numbers, passwords and secrets, as long as they still let in: only a trial shows them on a screen.
 */
export async function enrolDemonstrationStaff(kvitok: Kvitok, dataDir: string): Promise<readonly DemonstrationStaff[]> {
  const company = await kvitok.app.get<CompaniesClient>(COMPANIES_CLIENT, { strict: false }).company();
  if (company === null) return [];
  const file = join(dataDir, DEMONSTRATION_STAFF_FILE);
  const told = toldBefore(file);
  const staff: DemonstrationStaff[] = [];
  for (const [name, role] of PEOPLE) {
    const before = told.find((one) => one.role === role);
    const stillIn = before !== undefined && (await letsIn(kvitok, before));
    staff.push(stillIn ? before : await enrol(kvitok, { name, role, companies: [company.companyId] }));
  }
  await kvitok.drain();
  writeFileSync(file, `${JSON.stringify(staff, null, 1)}\n`, { mode: OWNER_ALONE });
  return staff;
}

function toldBefore(file: string): readonly DemonstrationStaff[] {
  if (!existsSync(file)) return [];
  const read = toldSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return read.success ? read.data : [];
}

/** A new link takes back the password and the secret together, so that the password speaks for both. */
async function letsIn({ app }: Kvitok, { staffId, password }: DemonstrationStaff): Promise<boolean> {
  try {
    const from = { address: '127.0.0.1', deviceToken: null };
    await app.get<StaffClient>(STAFF_CLIENT, { strict: false }).password({ staffId, password, ...from });
    return true;
  } catch (error) {
    if (error instanceof RejectedError) return false;
    throw error;
  }
}

async function enrol(
  { app, stack }: Kvitok,
  member: { readonly name: string; readonly role: StaffRole; readonly companies: readonly string[] },
): Promise<DemonstrationStaff> {
  const [office, enrolment] = [app.get(StaffOffice), app.get(StaffEnrolment)];
  const known = (await office.list(OWNER)).find((one) => one.name === member.name);
  const { staffId } = known ?? (await office.register(member, OWNER, 'Демонстрация', originOf(newCommandId())));
  const { link } = await office.issueLink(staffId, OWNER, 'Демонстрация', originOf(newCommandId()));
  const invitation = await enrolment.look(link);
  if (invitation === null) throw new Error(`The link of ${staffId} does not open`);
  const { role } = member;
  const password = `${role}-${createHash('sha256').update(link).digest('hex').slice(0, 6)}-demo`;
  const { secret } = invitation;
  // The code of the step before still counts, and whoever tries at once has the present one left.
  const step = Math.floor(Date.parse(stack.deviceClock.now()) / STEP_MILLISECONDS) - 1;
  await enrolment.enrol({ link, password, code: codeAt(secret, step) });
  return { staffId, role, password, secret };
}

function newCommandId(): string {
  return `demo-staff:${randomUUID()}`;
}

function originOf(commandId: string): CommandOrigin {
  return { commandId, correlationId: commandId, causationId: null, actor: 'staff:demo', input: undefined };
}
