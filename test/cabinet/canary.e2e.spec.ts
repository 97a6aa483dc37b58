import { Logger } from '@nestjs/common';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import request from 'supertest';
import { StatementsQuery } from '#services/billing';
import { AfterAnswer, Contacts, PrintRuns } from '#services/identity';
import { ACCOUNT, OTHER_ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

/**
 * What opens a door stands in no line of a log, at any level, in no event, file or export, whatever is done with it: it
 * is issued, printed, used, mistyped, sent where it does not belong, shown by a link and replaced.
 */
const lines: string[] = [];
const OFFICE = { reason: 'Пришли в бухгалтерию' };
const CAUSE = { ...OFFICE, actorRole: 'accountant' } as const;

let cabinet: RunningCabinet;
let server: Server;
let keys = 0;
/** What the browsers of the test were given: sessions, devices, what tells browsers apart. Tokens of forms stand in forms. */
const cookies = new Set<string>();

beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(line) };
  cabinet = await startCabinet({ office: { http: { allowedHosts: [] }, logging: { level: 'trace', destination } } });
  server = cabinet.kvitok.app.getHttpServer() as Server;
});
afterAll(() => cabinet?.close());

const digits = (text: string) => text.replace(/\D/g, '');
const originOf = (commandId: string) => ({
  commandId: `canary:${commandId}`,
  correlationId: commandId,
  causationId: null,
  actor: 'staff:1',
  input: undefined,
});
const office = (path: string, body: object) =>
  request(server)
    .post(`/identity/${path}`)
    .set('Idempotency-Key', `canary-${String((keys += 1))}`)
    .send(body);

/** What the answer has put into the browser. */
function noted(answer: Answer): Answer {
  for (const line of answer.headers.getSetCookie()) {
    const value = /^kvitok_(?:session|device|browser)=([^;]{20,})/.exec(line)?.[1];
    if (value !== undefined) cookies.add(decodeURIComponent(value));
  }
  return answer;
}

const signInByPage = async (person: Resident, login: string, code: string) => {
  noted(await person.get('/sign-in'));
  return noted(await person.submit('/sign-in', '/sign-in', { login, code }));
};

const signInByApi = async (body: string, headers: Record<string, string> = {}) => {
  const own = { 'x-kvitok-request': '1', 'content-type': 'application/json' };
  return noted(
    await new Resident(cabinet.url).ask('/api/session', { method: 'POST', headers: { ...own, ...headers }, body }),
  );
};

/** The same code with another check digit: a slip of the finger. */
const mistyped = (code: string) => code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);

async function use(own: { login: string; code: string }, other: { login: string; code: string }): Promise<Resident> {
  const person = new Resident(cabinet.url);
  expect((await signInByPage(person, own.login, mistyped(own.code))).status).toBe(422);
  expect((await signInByPage(person, own.login, other.code)).text).toContain('aria-invalid');
  // Where it does not belong: into the field of the login, into an address, into a field of its own name.
  await signInByPage(person, own.code, own.login);
  await person.get(`/sign-in?login=${own.login}&code=${own.code}`);
  await person.get(`/${own.code}`);
  await person.post('/sign-in', { [own.code]: 'x' });
  expect((await signInByPage(person, own.login, own.code)).status).toBe(303);
  const typed = JSON.stringify(own);
  expect((await signInByApi(typed)).status).toBe(201);
  expect((await signInByApi(JSON.stringify({ ...own, code: other.code }))).status).toBe(401);
  expect((await signInByApi(typed.slice(0, -2))).status).toBe(400);
  expect((await signInByApi(JSON.stringify({ ...own, [own.code]: own.code }))).status).toBe(400);
  expect((await signInByApi(typed, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await signInByApi(JSON.stringify({ ...own, filler: 'x'.repeat(400_000) }))).status).toBe(413);
  const attach = (code: string) => person.submit('/account', '/account/attach', { login: other.login, code });
  expect((await attach(mistyped(other.code))).status).toBe(422);
  expect((await attach(other.code)).status).toBe(303);
  return person;
}

/** Asks for the forgotten code and reads it by the link of the letter. Answers with the token of the link. */
async function forget(person: Resident, own: { login: string; code: string }): Promise<string> {
  const { app } = cabinet.kvitok;
  const contact = { account: ACCOUNT, personId: 'canary-1', address: 'anna@example.ru' };
  await app.get(Contacts).verifyMail(contact, CAUSE, originOf('contact'));
  noted(await person.submit('/forgotten-code', '/forgotten-code', { login: own.login }));
  await app.get(AfterAnswer).settle();
  const letters = textsIn(cabinet.dataDir, /\.eml$/);
  const link = /\/code\/([A-Za-z0-9_-]{43})/.exec(letters)?.[1] ?? '';
  expect(letters).not.toContain(own.code);
  noted(await person.get(`/code/${link}`));
  expect((await person.submit(`/code/${link}`, `/code/${link}`, {})).text).toContain(own.code);
  return link;
}

/** The office prints and replaces codes over the API. Answers with the token of the link that printed. */
async function replace(code: string): Promise<string> {
  await office(`credentials/${code}/reissue`, OFFICE);
  await request(server).get(`/identity/credentials/${digits(code)}?code=${code}`);
  const runs = cabinet.kvitok.app.get(PrintRuns);
  await runs.requestOf({ runId: 'canary', accounts: [ACCOUNT, OTHER_ACCOUNT] }, CAUSE, originOf('run'));
  const { link } = (await office('print-runs/links', { runId: 'canary', ...OFFICE })).body as { link: string };
  expect((await office('prints', { link })).status).toBe(200);
  expect((await office('prints', { link })).status).toBe(410);
  expect((await office(`credentials/${OTHER_ACCOUNT}/reissue`, OFFICE)).status).toBe(201);
  return link;
}

/** Whatever leaves the system as a file: tables of payments, a slip that was downloaded, statements, the API of the office. */
async function exportsOf(person: Resident): Promise<string> {
  const csv = await person.get('/payments.csv');
  const xlsx = await person.get('/payments.xlsx');
  await person.submit('/slips', '/slips', { period: '2026-09' });
  const pdf = await person.get('/slips/2026-09/pdf');
  expect([csv.status, xlsx.status, pdf.status]).toEqual([200, 200, 200]);
  const file = join(cabinet.dataDir, 'canary.pdf');
  writeFileSync(file, pdf.bytes);
  const texts = [csv.text, inflated(xlsx.bytes), execFileSync('pdftotext', [file, '-']).toString()];
  for await (const one of cabinet.kvitok.app.get(StatementsQuery).all({ account: ACCOUNT })) {
    texts.push(JSON.stringify(one));
  }
  for (const path of ['credentials', 'print-runs']) texts.push((await request(server).get(`/identity/${path}`)).text);
  for (const page of ['/account', '/account/journal']) texts.push((await person.get(page)).text);
  return texts.join('\n');
}

/** The parts of a zip archive whose lengths its local headers tell. */
function inflated(zip: Buffer): string {
  const texts: string[] = [];
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === 0x02014b50;) {
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    texts.push((zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return texts.join('\n');
}

function textsIn(path: string, names: RegExp): string {
  if (!statSync(path).isDirectory()) return names.test(path) ? readFileSync(path).toString('latin1') : '';
  return readdirSync(path)
    .map((name) => textsIn(join(path, name), names))
    .join('\n');
}

async function eventsText(): Promise<string> {
  const texts: string[] = [];
  for (let after = 0; ;) {
    const page = await cabinet.kvitok.stack.store.readAll({ after, limit: 1_000 });
    texts.push(JSON.stringify(page.events));
    after = page.checkpoint;
    if (page.caughtUp) return texts.join('\n');
  }
}

it('what opens a door stands in no log, event, file or export', async () => {
  const written = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  const [own, other] = [await cabinet.slipOf(ACCOUNT), await cabinet.slipOf(OTHER_ACCOUNT)];
  const person = await use(own, other);
  const codeLink = await forget(person, own);
  const printLink = await replace(own.code);
  const replaced = await cabinet.slipOf(OTHER_ACCOUNT);
  expect(replaced.code).not.toBe(other.code);
  const exported = await exportsOf(person);
  new Logger('Canary').debug({ code: own.code, said: 'the canary is awake' });
  await cabinet.kvitok.drain();
  written.mockRestore();
  const events = await eventsText();
  const files = textsIn(cabinet.dataDir, /./);
  const log = lines.join('\n');

  const said = { log, events, files, exported };
  // A failure names what leaked and where, and is no leak itself.
  const leaks = (where: readonly (keyof typeof said)[], secrets: Readonly<Record<string, string>>) =>
    Object.entries(secrets).flatMap(([name, secret]) => {
      expect(secret.length).toBeGreaterThan(8);
      return where.filter((place) => said[place].includes(secret)).map((place) => `${name} in ${place}`);
    });
  for (const [name, { login, code }] of Object.entries({ own, other, replaced })) {
    const forms = { code, digits: digits(code), spaced: code.replaceAll('-', ' ') };
    expect([name, leaks(['log', 'events', 'files', 'exported'], forms)]).toEqual([name, []]);
    // A login is half a key: it names who did what in the log of facts, and stands in no other.
    expect([name, leaks(['log'], { login, digits: digits(login) })]).toEqual([name, []]);
  }
  expect(cookies.size).toBeGreaterThanOrEqual(3);
  const tokens = {
    ...Object.fromEntries([...cookies].map((value, index) => [`cookie ${String(index)}`, value])),
    codeLink,
    printLink,
  };
  expect(leaks(['log', 'events', 'exported'], tokens)).toEqual([]);

  // The watch is awake: what may stand there does.
  expect(log).toContain('"path":"/identity/prints"');
  expect(log).toMatch(/"level":20.*the canary is awake|the canary is awake.*"level":20/);
  expect(events).toContain('CredentialReissued');
  expect(exported).toContain('Присоединён счёт');
  expect(files).toContain('CredentialIssued');
}, 120_000);
