import { INestApplication } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { SettableClock } from '#libs/platform';
import { createKvitok, Kvitok } from '#services/app';
import { createBackOffice } from '#services/app/gateways';
import { companyStream, referenceDecider } from '#services/billing';
import { Approvals, ApprovalKind, codeAt, StaffEnrolment, StaffOffice, StaffRole } from '#services/identity';
import { COMPANIES_CLIENT, CompaniesClient } from '../../services/billing/api/client';
import { officeImportOf } from '../../services/cli/import/office-import';
import { STAFF_CLIENT, StaffClient } from '../../services/identity/api/client';
import { CABINET_DAY, TIME_ZONE } from './cabinet';
import { playedCompany } from './played-company';
import { Resident } from './resident';

export const OFFICE_PASSWORD = 'несколько слов подряд';
export const OTHER_COMPANY = '7700000000';
const STEP_MILLISECONDS = 30_000;
const OWNER = { role: 'chief', companies: null } as const;

export interface EnrolledOfficer {
  readonly staffId: string;
  /** Of the second factor. */
  readonly secret: string;
}

/** The back-office over the sample company in this process. */
export interface RunningBackOffice {
  readonly url: string;
  readonly kvitok: Kvitok;
  readonly office: INestApplication;
  readonly clock: SettableClock;
  readonly companyId: string;
  /** Where its files are. */
  readonly dataDir: string;
  /** Somebody new who can sign in. */
  enrol(role: StaffRole, companies?: readonly string[]): Promise<EnrolledOfficer>;
  /** The code of the second factor at this moment. */
  codeOf(officer: EnrolledOfficer): string;
  /** The browser of somebody who has signed in; `name` tells two of one role apart. */
  officer(role: StaffRole, name?: string, companies?: readonly string[]): Promise<Resident>;
  /** The token of that somebody’s session, for a browser. */
  sessionOf(role: StaffRole, name?: string): Promise<string>;
  /** The number under which that somebody acts. */
  staffIdOf(role: StaffRole, name?: string): Promise<string>;
  /** Decides a setting of the company from October on, which is open then: the sample is computed to September. */
  decide(key: string, value: string): Promise<void>;
  /** What somebody of the company, `staff:asks`, has asked for. */
  asked(kind: ApprovalKind, subject: string): Promise<{ readonly approvalId: string; readonly planHash: string }>;
  close(): Promise<void>;
}

/** Serves the back-office on a free port, over files of its own that `close` removes; under any name where none is given. */
export async function startBackOffice(
  allowedHosts: readonly string[] = [],
  empty: { readonly dataDir: string; readonly companyId: string } | null = null,
): Promise<RunningBackOffice> {
  const dataDir = empty?.dataDir ?? (await playedCompany());
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  clock.set(CABINET_DAY, '10:00:00', TIME_ZONE);
  const kvitok = await createKvitok({ dataDir, clock, follow: true });
  await kvitok.drain();
  const settings = {
    publicAddress: 'http://127.0.0.1',
    allowedHosts,
    formSecret: randomBytes(32).toString('base64url'),
  };
  const office = await createBackOffice(kvitok, settings, officeImportOf(kvitok));
  await office.listen(0, '127.0.0.1');
  const { port } = (office.getHttpServer() as Server).address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const company = await kvitok.app.get<CompaniesClient>(COMPANIES_CLIENT, { strict: false }).company();
  const companyId = company?.companyId ?? empty?.companyId ?? '';
  const staff = new Staff(kvitok, clock, companyId);
  return {
    url,
    kvitok,
    office,
    clock,
    companyId,
    dataDir,
    enrol: (role, companies) => staff.enrol(role, companies),
    codeOf: (officer) => staff.codeOf(officer),
    officer: async (role, name, companies) =>
      new Resident(url, (await staff.signedIn(role, name, companies)).session, 'kvitok_office_session'),
    sessionOf: async (role, name) => (await staff.signedIn(role, name)).session,
    staffIdOf: async (role, name) => (await staff.signedIn(role, name)).staffId,
    async decide(key, value) {
      const { kind } = await kvitok.stack.commands.execute({
        stream: companyStream(companyId),
        decider: referenceDecider,
        command: { kind: 'DecideSetting', setting: { key, from: '2026-10-01', value } },
        commandId: `test:decide:${key}`,
        actor: 'staff:test',
      });
      if (kind !== 'done') throw new Error(`The setting ${key} is ${kind}`);
      await kvitok.drain();
    },
    async asked(kind, subject) {
      const approvals = kvitok.app.get(Approvals);
      const actor = { role: 'accountant', companies: [companyId] } as const;
      const commandId = `test:asked:${kind}:${subject}`;
      const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:asks', input: undefined };
      const words = { summary: `Сделать ${subject}`, reason: 'нужно' };
      const asked = { kind, companyId, subject, plan: { subject }, ...words };
      const { approvalId } = await approvals.request(asked, actor, origin);
      await kvitok.drain();
      const { planHash } = await approvals.one(approvalId, actor);
      return { approvalId, planHash };
    },
    async close() {
      await office.close();
      await kvitok.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Members of staff as a test needs them, each made once. */
class Staff {
  private readonly sessions = new Map<string, Promise<{ readonly staffId: string; readonly session: string }>>();
  private made = 0;

  constructor(
    private readonly kvitok: Kvitok,
    private readonly clock: SettableClock,
    private readonly companyId: string,
  ) {}

  async enrol(role: StaffRole, companies: readonly string[] = [this.companyId]): Promise<EnrolledOfficer> {
    const { app } = this.kvitok;
    this.made += 1;
    const commandId = `test:staff:${String(this.made)}`;
    const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:test', input: undefined };
    const member = { name: `Сотрудник ${String(this.made)}`, role, companies };
    const { staffId, link } = await app.get(StaffOffice).register(member, OWNER, 'принят', origin);
    const secret = (await app.get(StaffEnrolment).look(link))?.secret ?? '';
    // The code before the present one still counts, and leaves the present one to sign in with.
    const code = codeAt(secret, this.step() - 1);
    await app.get(StaffEnrolment).enrol({ link, password: OFFICE_PASSWORD, code });
    return { staffId, secret };
  }

  codeOf({ secret }: EnrolledOfficer): string {
    return codeAt(secret, this.step());
  }

  signedIn(role: StaffRole, name = '', companies?: readonly string[]) {
    const key = `${role} ${name}`;
    const known = this.sessions.get(key) ?? this.signIn(role, companies);
    this.sessions.set(key, known);
    return known;
  }

  private async signIn(role: StaffRole, companies?: readonly string[]) {
    const officer = await this.enrol(role, companies);
    const client = this.kvitok.app.get<StaffClient>(STAFF_CLIENT, { strict: false });
    const from = { address: '127.0.0.1', deviceToken: null };
    const { proof } = await client.password({ staffId: officer.staffId, password: OFFICE_PASSWORD, ...from });
    const opened = await client.secondFactor({ proof, code: this.codeOf(officer), userAgent: 'a test', ...from });
    return { staffId: officer.staffId, session: opened.sessionToken };
  }

  private step(): number {
    return Math.floor(Date.parse(this.clock.now()) / STEP_MILLISECONDS);
  }
}
