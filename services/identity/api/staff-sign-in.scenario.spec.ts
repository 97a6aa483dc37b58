import { CivilDate, Clock } from '#libs/kernel';
import { SweepAccess } from './sweep-access';
import { STAFF_CLIENT, StaffClient, StaffRole } from './client';
import { StaffActor, StaffLink, StaffOffice } from './staff/staff-office';
import { codeAt } from './staff/totp';
import { anOrigin, Identity, refusalOf, startIdentity } from './testing/start-identity';

const COMPANY = '6316000000';
const OWNER: StaffActor = { role: 'chief', companies: null };
const PASSWORD = 'несколько слов подряд';
const FROM = { address: '192.0.2.7', deviceToken: null };
const BROWSER = { ...FROM, userAgent: 'Firefox/1 Linux' };
const STEP = 30_000;

describe('the way of staff into the back-office', () => {
  let identity: Identity;
  let client: StaffClient;
  let office: StaffOffice;

  beforeEach(async () => {
    identity = await startIdentity();
    client = identity.app.get<StaffClient>(STAFF_CLIENT);
    office = identity.app.get(StaffOffice);
  });
  afterEach(() => identity.close());

  const clock = (): Clock & { today(): CivilDate } => identity.clock;
  const codeNow = (secret: string, stepsOff = 0) =>
    codeAt(secret, Math.floor(Date.parse(clock().now()) / STEP) + stepsOff);
  const invite = (role: StaffRole, companies: readonly string[] = [COMPANY]): Promise<StaffLink> =>
    office.register({ name: 'Анна Демидова', role, companies }, OWNER, 'принята', anOrigin());

  /** Somebody who has used the link; the code that was used counts no more. */
  async function enrolled(role: StaffRole, companies?: readonly string[]) {
    const { staffId, link } = await invite(role, companies);
    const secret = (await client.invitation(link))?.secret ?? '';
    await client.enrol({ link, password: PASSWORD, code: codeNow(secret) });
    identity.clock.goOn(1);
    return { staffId, secret };
  }

  async function signedIn({ staffId, secret }: { readonly staffId: string; readonly secret: string }) {
    const { proof } = await client.password({ staffId, password: PASSWORD, ...FROM });
    const opened = await client.secondFactor({ proof, code: codeNow(secret), ...BROWSER });
    identity.clock.goOn(1);
    return opened;
  }

  it('goes by a link that works once, then by password and code', async () => {
    const { staffId, link } = await invite('accountant');
    const invitation = await client.invitation(link);
    expect(invitation).toMatchObject({ staffId });
    const secret = invitation?.secret ?? '';
    const wrong = { link, password: PASSWORD, code: codeNow(secret, 5) };
    expect(await refusalOf(client.enrol({ ...wrong, password: 'short' }))).toBe('IDENTITY_STAFF_PASSWORD_SHORT');
    expect(await refusalOf(client.enrol(wrong))).toBe('IDENTITY_STAFF_CODE_WRONG');
    await client.enrol({ ...wrong, code: codeNow(secret) });
    expect(await client.invitation(link)).toBeNull();
    expect(await refusalOf(client.enrol({ ...wrong, code: codeNow(secret) }))).toBe('IDENTITY_STAFF_LINK_SPENT');
    identity.clock.goOn(1);
    const { sessionToken } = await signedIn({ staffId, secret });
    expect(await client.session(sessionToken)).toEqual({ staffId, role: 'accountant', companies: [COMPANY] });
    await client.signOut(sessionToken);
    expect(await client.session(sessionToken)).toBeNull();
  });

  it('is answered alike for a wrong password and for a number that nobody has, after the same work', async () => {
    const { staffId } = await enrolled('operator');
    const works: number[] = [];
    for (const asked of [staffId, '00000000']) {
      const before = identity.hasher.computed;
      expect(await refusalOf(client.password({ staffId: asked, password: 'something else', ...FROM }))).toBe(
        'IDENTITY_STAFF_SIGN_IN_WRONG',
      );
      works.push(identity.hasher.computed - before);
    }
    // The first question of all makes the hash that nobody has.
    expect(works).toEqual([2, 1]);
  });

  it('takes no code twice, and no proof after five minutes', async () => {
    const member = await enrolled('operator');
    const first = await client.password({ staffId: member.staffId, password: PASSWORD, ...FROM });
    const code = codeNow(member.secret);
    await client.secondFactor({ proof: first.proof, code, ...BROWSER });
    const second = await client.password({ staffId: member.staffId, password: PASSWORD, ...FROM });
    const used = { proof: second.proof, code, ...BROWSER };
    expect(await refusalOf(client.secondFactor(used))).toBe('IDENTITY_STAFF_CODE_WRONG');
    expect(await refusalOf(client.secondFactor({ ...used, proof: first.proof }))).toBe('IDENTITY_STAFF_PROOF_ENDED');
    identity.clock.goOn(6);
    const late = { ...used, code: codeNow(member.secret) };
    expect(await refusalOf(client.secondFactor(late))).toBe('IDENTITY_STAFF_PROOF_ENDED');
  });

  it('waits after five wrong passwords, and counts codes apart', async () => {
    const member = await enrolled('operator');
    const wrong = () => refusalOf(client.password({ staffId: member.staffId, password: 'wrong wrong', ...FROM }));
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await wrong()).toBe('IDENTITY_STAFF_SIGN_IN_WRONG');
    expect(await wrong()).toBe('IDENTITY_STAFF_SIGN_IN_LOCKED');
    identity.clock.goOn(2);
    const { proof } = await client.password({ staffId: member.staffId, password: PASSWORD, ...FROM });
    const wrongCode = () => refusalOf(client.secondFactor({ proof, code: '000000', ...BROWSER }));
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await wrongCode()).toBe('IDENTITY_STAFF_CODE_WRONG');
    expect(await wrongCode()).toBe('IDENTITY_STAFF_SIGN_IN_LOCKED');
  });

  it('ends after 15 minutes without use, and after 12 hours in any case', async () => {
    const member = await enrolled('operator');
    const idle = await signedIn(member);
    identity.clock.goOn(16);
    expect(await client.session(idle.sessionToken)).toBeNull();
    const busy = await signedIn(member);
    for (let minutes = 0; minutes < 11 * 60; minutes += 10) {
      identity.clock.goOn(10);
      expect(await client.session(busy.sessionToken)).not.toBeNull();
    }
    for (let minutes = 0; minutes < 60; minutes += 10) {
      identity.clock.goOn(10);
      await client.session(busy.sessionToken);
    }
    expect(await client.session(busy.sessionToken)).toBeNull();
  });

  it.each<[string, (staffId: string) => Promise<unknown>]>([
    ['another role', (staffId) => office.changeRole(staffId, 'operator', OWNER, 'moved', anOrigin())],
    ['a suspension', (staffId) => office.suspend(staffId, OWNER, 'left', anOrigin())],
    ['a new link', (staffId) => office.issueLink(staffId, OWNER, 'lost the telephone', anOrigin())],
  ])('is over at once with %s', async (_what, change) => {
    const member = await enrolled('accountant');
    const { sessionToken } = await signedIn(member);
    await change(member.staffId);
    expect(await client.session(sessionToken)).toBeNull();
  });

  it('after a new link goes neither by the old password nor by the old telephone', async () => {
    const member = await enrolled('accountant');
    const { link } = await office.issueLink(member.staffId, OWNER, 'lost the telephone', anOrigin());
    const old = client.password({ staffId: member.staffId, password: PASSWORD, ...FROM });
    expect(await refusalOf(old)).toBe('IDENTITY_STAFF_SIGN_IN_WRONG');
    const secret = (await client.invitation(link))?.secret ?? '';
    expect(secret).not.toBe(member.secret);
    await client.enrol({ link, password: PASSWORD, code: codeNow(secret) });
    identity.clock.goOn(1);
    expect((await signedIn({ ...member, secret })).session.role).toBe('accountant');
  });

  it('is not touched by the request for a link that was used already, sent again', async () => {
    const origin = anOrigin();
    const member = { name: 'Анна', role: 'accountant', companies: [COMPANY] } as const;
    const { staffId, link } = await office.register(member, OWNER, 'принята', origin);
    const secret = (await client.invitation(link))?.secret ?? '';
    await client.enrol({ link, password: PASSWORD, code: codeNow(secret) });
    identity.clock.goOn(1);
    expect(await refusalOf(office.register(member, OWNER, 'принята', origin))).toBe('IDENTITY_STAFF_LINK_SPENT');
    expect((await signedIn({ staffId, secret })).session.staffId).toBe(staffId);
  });

  it('outlives the sweep of stray codes, which takes passwords of nobody', async () => {
    const member = await enrolled('accountant');
    await identity.stack.codeVault.secrets.keep({ account: 'staff:x', codeId: 'stray', code: 'of nobody' });
    await identity.catchUp();
    identity.clock.goOn(120);
    expect((await identity.app.get(SweepAccess).sweep()).codes).toBe(1);
    expect((await signedIn(member)).session.staffId).toBe(member.staffId);
  });

  it('is a chief’s to give, in the own company, and never the own', async () => {
    const [chief, other] = [await enrolled('chief'), await enrolled('chief', ['7700000000'])];
    const operator = await enrolled('operator');
    await identity.catchUp();
    const chiefs = (await signedIn(chief)).sessionToken;
    const low = (await signedIn(operator)).sessionToken;
    expect(await refusalOf(client.staff(low))).toBe('IDENTITY_STAFF_CHIEF_ONLY');
    expect((await client.staff(chiefs)).map(({ staffId }) => staffId).sort()).toEqual(
      [chief.staffId, operator.staffId].sort(),
    );
    const suspend = (staffId: string) => refusalOf(client.suspend(chiefs, staffId, 'left', anOrigin()));
    expect(await suspend(other.staffId)).toBe('IDENTITY_UNKNOWN_STAFF');
    expect(await suspend(chief.staffId)).toBe('IDENTITY_STAFF_OWN_ACCESS');
    expect(await suspend(operator.staffId)).toBeNull();
    const abroad = { name: 'Пётр', role: 'operator', companies: ['7700000000'] } as const;
    expect(await refusalOf(client.register(chiefs, abroad, 'принят', anOrigin()))).toBe('IDENTITY_STAFF_OTHER_COMPANY');
  });

  it('leaves neither name, password, secret nor token in the log', async () => {
    const member = await enrolled('chief');
    const { link } = await invite('operator');
    const { sessionToken } = await signedIn(member);
    await client.register(
      sessionToken,
      { name: 'Зоя Тайная', role: 'operator', companies: [COMPANY] },
      'x',
      anOrigin(),
    );
    const log = JSON.stringify(await identity.log());
    for (const secret of ['Демидова', 'Тайная', PASSWORD, member.secret, link, sessionToken]) {
      expect(log).not.toContain(secret);
    }
    expect(await identity.eventsOf('StaffSignedIn')).toHaveLength(1);
  });
});
