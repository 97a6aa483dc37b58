import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDigit, RejectedError } from '#libs/kernel';
import { HandOutCodes } from './codes/hand-out-codes';
import { PrintableAccess } from './codes/print-codes';
import { PrintRuns } from './codes/print-runs';
import { Contacts } from './contacts';
import { anOrigin, CAUSE, Identity, refusalOf, startIdentity } from './testing/start-identity';

/** A login or a code with its check digit, by a number. */
const withCheckDigit = (digits: string) => digits + checkDigit(digits);
const loginOf = (number: number) => withCheckDigit(String(30_000_000 + number));
const codeOf = (number: number) => withCheckDigit(String(100_000_000_000 + number));
const addressOf = (number: number) => `203.0.${String(Math.floor(number / 250))}.${String(number % 250)}`;

describe('guessing codes (figure 12)', () => {
  let identity: Identity;
  let access: PrintableAccess;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([['0017', 'h-1']]);
    access = await identity.handOut('0017');
  });
  afterEach(() => identity.close());

  it('of one login, from any number of addresses, gets at most ten attempts in any hour', async () => {
    const looked: number[] = [];
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      for (let tried = 0; tried < 3; tried += 1) {
        const number = minute * 3 + tried;
        const guess = { login: access.login, code: codeOf(number) };
        const code = await refusalOf(identity.signIn(guess, { address: addressOf(number) }));
        if (code === 'IDENTITY_SIGN_IN_WRONG') looked.push(minute);
      }
      identity.clock.goOn(1);
    }
    const inHourFrom = (start: number) => looked.filter((at) => at >= start && at < start + 60).length;
    expect(Math.max(...looked.map(inHourFrom))).toBeLessThanOrEqual(10);
    expect(looked.length).toBeGreaterThan(10);
  });

  it('of many logins from many addresses raises the alarm within five minutes', async () => {
    const startedAt = Date.parse(identity.clock.now());
    for (let number = 0; number < 60; number += 1) {
      await refusalOf(identity.signIn({ login: loginOf(number), code: codeOf(7) }, { address: addressOf(number) }));
      await identity.settle();
      identity.clock.goOn(0.1);
    }
    const [alarm, ...others] = await identity.eventsOf('AccessAlarmRaised');
    expect(alarm?.data).toMatchObject({ kind: 'guessing', count: 30 });
    expect(Date.parse(alarm?.metadata.recordedAt ?? '') - startedAt).toBeLessThanOrEqual(5 * 60_000);
    expect(others).toEqual([]);
  });

  it('of many logins from one address gets at most twenty attempts in ten minutes, and ever fewer', async () => {
    const looked: number[] = [];
    for (let second = 0; second < 2 * 60 * 60; second += 6) {
      const guess = { login: loginOf(second), code: codeOf(7) };
      if ((await refusalOf(identity.signIn(guess))) === 'IDENTITY_SIGN_IN_WRONG') looked.push(second);
      identity.clock.goOn(0.1);
    }
    const withinTenMinutesFrom = (start: number) => looked.filter((at) => at >= start && at < start + 600).length;
    expect(Math.max(...looked.map(withinTenMinutesFrom))).toBeLessThanOrEqual(20);
    // 1,200 were tried. The address waits 10, 20 and 40 minutes.
    expect(looked.length).toBeLessThanOrEqual(80);
    expect(looked.length).toBeGreaterThan(20);
  });

  it('writes nothing into the log but the alarm: a stranger cannot flood it', async () => {
    const before = await identity.stack.store.head();
    for (let number = 0; number < 500; number += 1) {
      await refusalOf(identity.signIn({ login: loginOf(number), code: codeOf(7) }, { address: addressOf(number) }));
    }
    await identity.settle();
    expect((await identity.stack.store.head()) - before).toBe(1);
  });
});

describe('telling logins that exist from others (figure 13)', () => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await startIdentity();
  });
  afterEach(() => identity.close());

  /** What an answer costs and says: hashes, and the refusal with its details. */
  async function answerTo(login: string, number: number) {
    const before = identity.hasher.computed;
    const asked = { address: addressOf(number), deviceToken: null, userAgent: '' };
    const said = await identity.client.signIn({ login, code: codeOf(number), ...asked }).then(
      () => 'signed in',
      (error: unknown) => {
        const { rejection } = error as RejectedError;
        return `${rejection.code} ${JSON.stringify(rejection.details)}`;
      },
    );
    return { said, hashes: identity.hasher.computed - before };
  }

  it('is not possible by the answer or by the work behind it, along the whole row of failures', async () => {
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
    ]);
    const issued = await identity.handOut('0017');
    const revoked = await identity.handOut('0018');
    await identity.app.get(HandOutCodes).revoke('0018', CAUSE, anOrigin());
    await answerTo(loginOf(0), 0);
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      const known = await answerTo(issued.login, attempt * 3);
      expect(await answerTo(revoked.login, attempt * 3 + 1)).toEqual(known);
      expect(await answerTo(loginOf(1), attempt * 3 + 2)).toEqual(known);
      identity.clock.goOn(attempt % 3);
    }
  });

  it('is not possible by asking for a forgotten code', async () => {
    await identity.openAccounts([['0017', 'h-1']]);
    const { login } = await identity.handOut('0017');
    const asked = (asked: string) =>
      identity.client.askForCode({
        login: asked,
        address: '192.0.2.1',
        browserToken: 'browser-1',
        linkPage: 'https://lk.example.ru/code/',
      });
    const before = await identity.stack.store.head();
    for (const one of [login, loginOf(1), '123']) expect(await asked(one)).toBeUndefined();
    // What differs is done after the answer: nothing was written by the time it was given.
    expect(await identity.stack.store.head()).toBe(before);
    await identity.settle();
    expect(await identity.stack.store.head()).toBe(before + 1);
  });
});

describe('a code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'identity-canary-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bytesOf = (path: string): Buffer =>
    statSync(path).isDirectory()
      ? Buffer.concat(readdirSync(path).map((name) => bytesOf(join(path, name))))
      : readFileSync(path);

  it('stands in no file, no event, no read model and no answer, whatever was done with it', async () => {
    const identity = await startIdentity({ dataDir: folder });
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
    ]);
    const [own, other] = [await identity.handOut('0017'), await identity.handOut('0018')];
    await identity.app
      .get(Contacts)
      .verifyMail({ account: '0017', personId: 'p-1', address: 'anna@example.ru' }, CAUSE, anOrigin());
    const { sessionToken } = await identity.signIn(own);
    await identity.client.attachAccount(
      sessionToken,
      { ...other, address: '192.0.2.1', deviceToken: null },
      { ...anOrigin(), input: { login: other.login, code: other.code } },
    );
    const asked = {
      login: own.login,
      address: '192.0.2.1',
      browserToken: 'b',
      linkPage: 'https://lk.example.ru/code/',
    };
    await identity.client.askForCode(asked);
    await identity.catchUp();
    const runs = identity.app.get(PrintRuns);
    await runs.requestOf({ runId: 'R-1', accounts: ['0017', '0018'] }, CAUSE, anOrigin());
    const { link } = await runs.issueLink('R-1', anOrigin());
    const sheets = await identity.http().post('/identity/prints').send({ link });
    expect([sheets.status, sheets.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect((await identity.http().post('/identity/prints').send({ link })).status).toBe(410);
    await identity.catchUp();

    const answers: string[] = [JSON.stringify(await identity.client.journal(sessionToken))];
    answers.push(JSON.stringify(await identity.client.access(sessionToken, null)));
    for (const path of ['credentials', 'credentials/0017', 'print-runs']) {
      answers.push((await identity.get(`/identity/${path}`)).text);
    }
    const clear = [own, other].flatMap(({ code }) => [code, code.replace(/\D/g, '')]);
    const events = JSON.stringify(await identity.log());
    await identity.close();
    const files = bytesOf(folder);
    for (const code of clear) {
      expect(events).not.toContain(code);
      expect(answers.join('\n')).not.toContain(code);
      expect(files.includes(code)).toBe(false);
    }
    // The watch is awake: what may stand there does.
    expect(events).toContain(own.login.replace(/\D/g, ''));
    expect(answers.join('\n')).toContain('0017');
    expect(files.includes('CredentialIssued')).toBe(true);
  });
});
