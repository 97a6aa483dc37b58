import { createHash, randomUUID } from 'node:crypto';
import { CommandOrigin } from '#libs/platform';
import { Kvitok } from '#services/app';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { codeAt, StaffEnrolment, StaffOffice, StaffRole } from '#services/identity';

/** What one needs to sign in as a member of staff. */
export interface DemonstrationStaff {
  readonly staffId: string;
  readonly role: StaffRole;
  readonly password: string;
  /** Of the second factor, in base 32. */
  readonly secret: string;
}

const PEOPLE: readonly (readonly [name: string, role: StaffRole])[] = [
  ['Анна Сергеевна Демидова', 'accountant'],
  ['Борис Ильич Главин', 'chief'],
];
const STEP_MILLISECONDS = 30_000;

/**
 * Members of staff with whom a trial begins, as if each had been given a link and used it. Asked again it takes back what
 * it has given out before: only a trial shows passwords and secrets on a screen.
 */
export async function enrolDemonstrationStaff({ app, stack, drain }: Kvitok): Promise<readonly DemonstrationStaff[]> {
  const company = await app.get<CompaniesClient>(COMPANIES_CLIENT, { strict: false }).company();
  if (company === null) return [];
  const [office, enrolment] = [app.get(StaffOffice), app.get(StaffEnrolment)];
  const owner = { role: 'chief', companies: null } as const;
  const staff: DemonstrationStaff[] = [];
  for (const [name, role] of PEOPLE) {
    const companies = [company.companyId];
    const known = (await office.list(owner)).find((one) => one.name === name);
    const member = { name, role, companies };
    const { staffId } = known ?? (await office.register(member, owner, 'Демонстрация', originOf(newCommandId())));
    const { link } = await office.issueLink(staffId, owner, 'Демонстрация', originOf(newCommandId()));
    const invitation = await enrolment.look(link);
    if (invitation === null) throw new Error(`The link of ${staffId} does not open`);
    const password = `${role}-${createHash('sha256').update(link).digest('hex').slice(0, 6)}-demo`;
    const { secret } = invitation;
    // The code of the step before still counts, and whoever tries at once has the present one left.
    const step = Math.floor(Date.parse(stack.clock.now()) / STEP_MILLISECONDS) - 1;
    await enrolment.enrol({ link, password, code: codeAt(secret, step) });
    staff.push({ staffId, role, password, secret });
  }
  await drain();
  return staff;
}

function newCommandId(): string {
  return `demo-staff:${randomUUID()}`;
}

function originOf(commandId: string): CommandOrigin {
  return { commandId, correlationId: commandId, causationId: null, actor: 'staff:demo', input: undefined };
}
