import { Command } from 'commander';
import { RejectedError, Rejection } from '#libs/kernel';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { STAFF_ROLES, StaffActor, StaffOffice, StaffRole } from '#services/identity';
import { OpenedKvitok } from '../open-kvitok';
import { wrongUsage } from '../output';
import { CommonOptions, refusing, withCommonOptions, withKvitok } from './common';
import { officeOrigin, OfficeOptions } from './office-options';

interface StaffOptions extends CommonOptions {
  readonly reason: string;
  readonly actor: string;
}

interface AddOptions extends StaffOptions {
  readonly name: string;
  readonly role: string;
  readonly company?: readonly string[];
  readonly address: string;
}

/** Whoever has the machine of the data acts as a chief of every company: so the first chief comes in. */
const OWNER: StaffActor = { role: 'chief', companies: null };
const STAFF_ID_FORM = /^\d{8}$/;
const DEFAULT_ADDRESS = 'http://localhost:3003';

/** Who works in the office. A link is printed once; passwords and secrets are on no screen. */
export function staffCommand(): Command {
  const staff = new Command('staff').description('members of staff of the back-office: register, roles, ways in');
  for (const command of [
    addCommand(),
    listCommand(),
    roleCommand(),
    changeCommand('suspend', 'let somebody in no more; every session is over', (office) => office.suspend.bind(office)),
    changeCommand('restore', 'let somebody in again', (office) => office.restore.bind(office)),
    resetCommand(),
  ]) {
    staff.addCommand(command);
  }
  return staff;
}

function withStaffOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--reason <text>', 'why; stands in the log', 'Из командной строки')
    .option('--actor <name>', 'who acts; stands in the log', 'cli');
}

function addCommand(): Command {
  return withStaffOptions(new Command('add'))
    .description('register somebody; the link that is printed sets password and second factor, once, within 24 hours')
    .requiredOption('--name <name>', 'surname and names; kept sealed, stands in no event')
    .requiredOption('--role <role>', STAFF_ROLES.join(' | '))
    .option('--company <inn...>', 'the companies of the member of staff; the one of the data where absent')
    .option('--address <url>', 'where the back-office is reached', DEFAULT_ADDRESS)
    .action(async (options: AddOptions) => {
      const role = roleArgument(options.role);
      await withKvitok(options, 'read models', (kvitok, output) =>
        refusing(async () => {
          const companies = options.company ?? [await companyOf(kvitok)];
          const office = kvitok.app.get(StaffOffice);
          const member = { name: options.name, role, companies };
          const issued = await office.register(member, OWNER, options.reason, originOf(options));
          const { staffId, link, expiresAt } = issued;
          output.result({ ok: true, staffId, link: `${options.address}/invitation/${link}`, expiresAt });
        }),
      );
    });
}

function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('who works in the office, in which role, and who got in last')
    .action(async (options: CommonOptions) => {
      await withKvitok(options, 'read models', async (kvitok, output) => {
        output.result({ staff: await kvitok.app.get(StaffOffice).list(OWNER) });
      });
    });
}

function roleCommand(): Command {
  return withStaffOptions(new Command('role'))
    .description('give another role; sessions with the one before are over')
    .argument('<staff>', 'the number of the member of staff')
    .argument('<role>', STAFF_ROLES.join(' | '))
    .action(async (staff: string, role: string, options: StaffOptions) => {
      const [staffId, given] = [staffArgument(staff), roleArgument(role)];
      await withKvitok(options, 'read models', (kvitok, output) =>
        refusing(async () => {
          const office = kvitok.app.get(StaffOffice);
          await office.changeRole(staffId, given, OWNER, options.reason, originOf(options));
          output.result({ ok: true, staffId, role: given });
        }),
      );
    });
}

function changeCommand(
  name: string,
  description: string,
  change: (office: StaffOffice) => StaffOffice['suspend'],
): Command {
  return withStaffOptions(new Command(name))
    .description(description)
    .argument('<staff>', 'the number of the member of staff')
    .action(async (staff: string, options: StaffOptions) => {
      const staffId = staffArgument(staff);
      await withKvitok(options, 'read models', (kvitok, output) =>
        refusing(async () => {
          await change(kvitok.app.get(StaffOffice))(staffId, OWNER, options.reason, originOf(options));
          output.result({ ok: true, staffId });
        }),
      );
    });
}

function resetCommand(): Command {
  return withStaffOptions(new Command('reset-second-factor'))
    .description('take password and second factor back; the link that is printed sets them anew')
    .argument('<staff>', 'the number of the member of staff')
    .option('--address <url>', 'where the back-office is reached', DEFAULT_ADDRESS)
    .action(async (staff: string, options: StaffOptions & { readonly address: string }) => {
      const staffId = staffArgument(staff);
      await withKvitok(options, 'read models', (kvitok, output) =>
        refusing(async () => {
          const office = kvitok.app.get(StaffOffice);
          const { link, expiresAt } = await office.issueLink(staffId, OWNER, options.reason, originOf(options));
          output.result({ ok: true, staffId, link: `${options.address}/invitation/${link}`, expiresAt });
        }),
      );
    });
}

function originOf(options: StaffOptions) {
  return officeOrigin({ ...options, role: 'chief' } satisfies OfficeOptions);
}

async function companyOf({ app }: OpenedKvitok): Promise<string> {
  const company = await app.get<CompaniesClient>(COMPANIES_CLIENT, { strict: false }).company();
  if (company === null) throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
  return company.companyId;
}

function staffArgument(text: string): string {
  if (!STAFF_ID_FORM.test(text)) throw wrongUsage(`Not the number of a member of staff: ${text}`);
  return text;
}

function roleArgument(text: string): StaffRole {
  const role = STAFF_ROLES.find((one) => one === text);
  if (role === undefined) throw wrongUsage(`Not ${STAFF_ROLES.join(', ')}: ${text}`);
  return role;
}
