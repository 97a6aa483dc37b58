import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { SlipIssued, slipStream } from '#services/billing';
import { slipDecider } from '../../services/billing/domain/slip.decider';
import { IDENTITY_CLIENT, IdentityClient } from '../../services/identity/api/client';
import { offerDemoServices } from '../../services/cli/demo-services';
import { ACCOUNT, OTHER_ACCOUNT, RunningCabinet } from '../support/cabinet';
import { answerAsSpecialist, letterWith, sendLetters, verifyMail } from '../support/letters';
import { Resident } from '../support/resident';
import { CabinetWithBank } from '../support/training-bank';

/** Whose slip is replaced by a new version; nothing else is done to it. */
const OF_SLIPS = '0045120010';
const SLIP_PERIOD = '2026-09';
const EARLIER = '2026-08';
const MADE_UP_CODE = '2222-2222-2222';
const PRINTED_CODE = /\b[2-9ACEHKMPTXY]{4} ?- ?[2-9ACEHKMPTXY]{4} ?- ?[2-9ACEHKMPTXY]{4}\b/;
/** Each asks for its code once: three times a day is all that a login may ask. */
const FORGETFUL = ['0045120011', '0045120012', '0045120013', '0045120014', '0045120016', '0045120017'];

/** What pages of one thing are about, made before they are looked at. */
export interface PageThings {
  /** Where the cabinet is. */
  readonly url: string;
  readonly orderId: string;
  readonly conversationId: string;
  /** Begun, and waited for at the bank. */
  readonly paymentId: string;
  /** Given back as a whole, and in part. */
  readonly refundedId: string;
  readonly partlyRefundedId: string;
  /** The path of a link that a letter ends with. */
  readonly unsubscribePath: string;
  readonly slipCodes: Readonly<Record<'genuine' | 'superseded' | 'unknown', string>>;
  /** A one-time link that shows a code, and the browser that it opens in; each is another one. */
  oneTimeLink(): Promise<{ readonly path: string; readonly browserToken: string }>;
}

/** Does everything by forms and commands, as people and the office do it. */
export async function preparePageThings(cabinet: CabinetWithBank): Promise<PageThings> {
  await offerDemoServices(cabinet.kvitok.stack);
  await cabinet.kvitok.drain();
  const resident = new Resident(cabinet.url, await cabinet.sessionOf(ACCOUNT));
  await verifyMail(cabinet, ACCOUNT, 'anna@example.ru');
  const conversationId = await asked(resident);
  await answerAsSpecialist(cabinet, conversationId, 'Здравствуйте!\n\nВ сентябре считали по показаниям счётчика.');
  await sendLetters(cabinet);
  const [, token = ''] = await letterWith(cabinet, /\/unsubscribe\/([\w.-]+)/);
  // A neighbour has attached the account: its resident is shown who else looks at it.
  await cabinet.sessionWith(OTHER_ACCOUNT, ACCOUNT);
  const forgetful = [...FORGETFUL];
  return {
    url: cabinet.url,
    conversationId,
    orderId: await ordered(resident),
    refundedId: await refunded(cabinet, resident, 'refund'),
    partlyRefundedId: await refunded(cabinet, resident, 'refund_half'),
    paymentId: (await paying(resident)).paymentId,
    unsubscribePath: `/unsubscribe/${token}`,
    slipCodes: { ...(await slipCodes(cabinet)), unknown: MADE_UP_CODE },
    oneTimeLink: () => oneTimeLink(cabinet, forgetful.pop() ?? ''),
  };
}

function nameIn(location: string | null, form: RegExp): string {
  const name = form.exec(location ?? '')?.[1];
  if (name === undefined) throw new Error(`${String(location)} names nothing`);
  return name;
}

async function asked(resident: Resident): Promise<string> {
  const page = await resident.get('/conversations/new?period=2026-09&utility=hot_water');
  const form = new FormData();
  for (const name of ['token', 'account', 'key', 'kind', 'reference']) {
    form.append(name, new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? '');
  }
  form.append('text', `Почему так много?\n\n${'оченьдлинноеслово'.repeat(12)}`);
  const answer = await resident.ask('/conversations', { method: 'POST', body: form });
  return nameIn(answer.headers.get('location'), /^\/conversations\/(\w+)/);
}

async function ordered(resident: Resident): Promise<string> {
  const path = '/services/mixer-replacement/order';
  const wish = { visitOn: '2026-10-21', partOfDay: 'evening', quantity: '2', comment: 'Домофон 42', paid: 'at_once' };
  // Leads to the bank, where nobody pays: the order waits for its payment.
  await resident.submit(path, path, { ...wish, step: 'place' });
  return nameIn((await resident.get('/orders')).text, /href="\/orders\/([\w-]+)"/);
}

interface Started {
  readonly paymentId: string;
  readonly redirectUrl: string;
}

function paying(resident: Resident, amountKopecks = 100_00): Promise<Started> {
  return command<Started>(resident, `/api/accounts/${ACCOUNT}/payments`, { payee: 'main', amountKopecks });
}

/** A sum as long as a debt is, so that the words of its state are as long as they become. */
async function refunded(
  { bank, kvitok }: CabinetWithBank,
  resident: Resident,
  how: 'refund' | 'refund_half',
): Promise<string> {
  const { paymentId, redirectUrl } = await paying(resident, 29_040_67);
  const atBank = new URL(redirectUrl).pathname.split('/').at(-1) ?? '';
  await bank.act(atBank, 'approve');
  const { refundedKopecks } = (await bank.act(atBank, how)) ?? {};
  if (refundedKopecks === undefined || refundedKopecks === 0) throw new Error('Nothing was given back');
  await kvitok.drain();
  return paymentId;
}

async function command<T>(resident: Resident, path: string, body: object): Promise<T> {
  const { status, text } = await resident.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-kvitok-request': '1', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  if (status !== 201) throw new Error(`${path}: ${String(status)} ${text}`);
  return JSON.parse(text) as T;
}

/** The slip of an earlier month is replaced, as it is when it has to say something else. */
async function slipCodes(cabinet: RunningCabinet): Promise<{ readonly genuine: string; readonly superseded: string }> {
  const resident = new Resident(cabinet.url, await cabinet.sessionOf(OF_SLIPS));
  const [superseded, genuine] = [await codeOfSlip(resident, EARLIER), await codeOfSlip(resident, SLIP_PERIOD)];
  await replaceSlip(cabinet, EARLIER);
  return { superseded, genuine };
}

async function codeOfSlip(resident: Resident, period: string): Promise<string> {
  await command(resident, `/api/accounts/${OF_SLIPS}/slips`, { period });
  const { bytes } = await resident.get(`/slips/${period}/pdf`);
  const { stdout } = spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { input: bytes, encoding: 'utf8' });
  const code = PRINTED_CODE.exec(stdout)?.[0];
  if (code === undefined)
    throw new Error('There is no code on the slip, or no pdftotext (apt-get install poppler-utils)');
  return code;
}

async function replaceSlip({ kvitok }: RunningCabinet, period: string): Promise<void> {
  const { commands, store } = kvitok.stack;
  const stream = slipStream(OF_SLIPS, period);
  const [issued] = (await store.readStream(stream)) as unknown as readonly SlipIssued[];
  if (issued?.type !== 'SlipIssued') throw new Error('There is no slip to replace');
  const { content, snapshotPosition, code } = issued.data;
  const draft = { content, snapshotPosition, contentHash: 'f'.repeat(64), code: { ...code, hash: 'e'.repeat(64) } };
  const { kind } = await commands.execute({
    stream,
    decider: slipDecider,
    command: { kind: 'IssueSlip', account: OF_SLIPS, period, draft, reason: 'Исправлено' },
    commandId: 'test:replace-slip',
    actor: 'staff:test',
  });
  if (kind === 'rejected') throw new Error('The slip was not replaced');
  await kvitok.drain();
}

export async function oneTimeLink(cabinet: RunningCabinet, account: string) {
  const browserToken = `browser-of-${account}`;
  await cabinet.sessionOf(account);
  const { login } = await cabinet.slipOf(account);
  await verifyMail(cabinet, account, `a${account}@example.ru`);
  const linkPage = `${cabinet.url}/${account}/`;
  const identity = cabinet.kvitok.app.get<IdentityClient>(IDENTITY_CLIENT, { strict: false });
  await identity.askForCode({ login: login.replace(/\D/g, ''), address: '192.0.2.1', browserToken, linkPage });
  const [, link = ''] = await letterWith(cabinet, new RegExp(`/${account}/([\\w-]+)`));
  return { path: `/code/${link}`, browserToken };
}
