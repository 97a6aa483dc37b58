import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrationMessage, ParkedKey, SqliteConsumerState } from '#libs/messaging';
import { BUS_FILE } from '#libs/platform';
import { createKvitok } from '#services/app';
import { nightHouseStream, nightRunStream } from '#services/billing';
import { paymentDecider, paymentStream } from '#services/payments';
import { nightHouseDecider } from '../services/billing/domain/night-house.decider';
import { nightRunDecider } from '../services/billing/domain/night-run.decider';
import { keepDemonstrationClock } from '../services/cli/demonstration-clock';
import { kvitok, logOf, resultOf, ROOT } from './support/command-line';

interface Refused {
  readonly ok: boolean;
  readonly errors: readonly { readonly code: string; readonly reason: string }[];
}

const ACCOUNT = '0045120023';
const BILLING = 'kvitok.billing';

/** A payment as the bus carries it, of an event that no log has: its form is what was parked. */
function paymentMessage(paymentId: string, account: string): IntegrationMessage {
  return {
    messageId: `00000000-0000-8000-8000-${paymentId.padStart(12, '0')}`,
    contract: 'payments.payment-received.v1',
    key: ACCOUNT,
    data: { account, paymentId, payee: 'main', amountKopecks: 100, receivedOn: '2026-05-02', namedPeriod: null },
    source: {
      eventId: `00000000-0000-8000-9000-${paymentId.padStart(12, '0')}`,
      type: 'PaymentReceived',
      position: 1,
      recordedAt: '2026-05-02T08:00:00.000Z',
      actor: 'test',
      correlationId: `test-${paymentId}`,
    },
  };
}

/** A process of another host has a house of a night, and says nothing more. */
async function takeHouse(data: string, date: string, houseId: string): Promise<void> {
  const { stack, close } = await createKvitok({ dataDir: data });
  const at = new Date();
  const leaseUntil = new Date(at.getTime() + 10 * 60_000).toISOString();
  const held = { date, houseId, holder: 'host-a/17/another-worker', at: at.toISOString(), leaseUntil };
  await stack.commands.execute({
    stream: nightRunStream(date),
    decider: nightRunDecider,
    command: { kind: 'StartNightRun', date, houses: [houseId], timesCompletedBefore: 0 },
    commandId: `another:${date}:start`,
    actor: 'night',
  });
  await stack.commands.execute({
    stream: nightHouseStream(date, houseId),
    decider: nightHouseDecider,
    command: { kind: 'TakeNightHouse', ...held, goneHolder: null, timesDoneBefore: 0 },
    commandId: `another:${date}:take`,
    actor: 'night',
  });
  await close();
}

/** Money that the office took, of which nobody has told billing when the process ended; the position where the log ends then. */
async function takeMoney(data: string, receivedOn: string): Promise<number> {
  const { stack, close } = await createKvitok({ dataDir: data });
  const payment = { paymentId: 'untold', account: ACCOUNT, amountKopecks: 100_00, receivedOn };
  await stack.commands.execute({
    stream: paymentStream('untold'),
    decider: paymentDecider,
    command: {
      kind: 'ReceivePayment',
      ...payment,
      payee: 'main',
      namedPeriod: null,
      channel: 'import',
      today: receivedOn,
    },
    commandId: 'pay:untold',
    actor: 'import',
  });
  const head = await stack.store.head();
  await close();
  return head;
}

describe('an operator', () => {
  const data = mkdtempSync(join(tmpdir(), 'kvitok-operator-'));
  let log: readonly string[] = [];

  beforeAll(() => {
    const done = kvitok('import', join(ROOT, 'samples', 'company'), '--through', '2026-04-30', '--data', data);
    expect(done.exitCode).toBe(0);
    log = logOf(data);
  });
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  const parkedNow = () => (resultOf('parked', 'list', '--data', data) as { parked: readonly ParkedKey[] }).parked;

  test.each([
    ['an unknown account', ['night', 'one', '999'], 'BILLING_UNKNOWN_ACCOUNT'],
    ['an unknown account', ['explain', '999', '2026-04'], 'BILLING_UNKNOWN_ACCOUNT'],
    ['an unknown account', ['aging', '999', '--as-of', '2026-04-30'], 'BILLING_UNKNOWN_ACCOUNT'],
    ['an unknown utility', ['explain', ACCOUNT, '2026-04', '--utility', 'cold-water'], 'BILLING_UNKNOWN_UTILITY'],
    ['an unknown house', ['close', '2026-05', '--house', 'X9', '--dry-run'], 'BILLING_NIGHT_UNKNOWN_HOUSE'],
    ['months in the wrong order', ['statements', '--from', '2026-04', '--to', '2026-03'], 'BILLING_DATES_OUT_OF_ORDER'],
    ['a night to come', ['night', 'all', '--date', '2999-12-31'], 'BILLING_NIGHT_IN_FUTURE'],
    ['the close of a month to come', ['close', '2999-12'], 'BILLING_NIGHT_IN_FUTURE'],
    [
      'a moment before the import',
      ['aging', '--as-of', '2026-04-30', '--known-at', '2026-01-01'],
      'BILLING_NO_COMPANY',
    ],
  ])('who names %s is told so in words, and nothing is written (%#)', (_what, command, code) => {
    const done = kvitok(...command, '--data', data);
    expect(done.exitCode).toBe(1);
    const answer = JSON.parse(done.stdout) as Refused;
    expect({ ok: answer.ok, code: answer.errors[0]?.code }).toEqual({ ok: false, code });
    expect(answer.errors[0]?.reason).toMatch(/: [А-Я].*\.$/u);
    expect(logOf(data)).toEqual(log);
  });

  test.each([
    ['too many persons', 'what-if', ACCOUNT, '--persons', '1000000@2026-06-01'],
    ['half a person', 'what-if', ACCOUNT, '--persons', '2.5@2026-06-01'],
  ])('who supposes %s is told the limit', (_what, ...command) => {
    const done = kvitok(...command, '--data', data);
    expect({ exitCode: done.exitCode, stderr: done.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('a whole number from 0 to 99'),
    });
  });

  test('who asks for the turnover of an open month is told that it is not closed', () => {
    const ask = (period: string) => kvitok('turnover', '--period', period, '--data', data);
    expect(ask('2026-05').stderr).toContain('2026-05 is not closed yet');
    expect((JSON.parse(ask('2026-05').stdout) as { rows: readonly unknown[] }).rows).toEqual([]);
    expect(ask('2026-04').stderr).not.toContain('not closed');
  });

  test.each([
    ['a month of which nothing is known', ['close', '2030-01', '--dry-run'], 'No account has 2030-01 to close'],
    ['a day without work', ['night', 'list', '--date', '2026-04-30'], 'Nothing is due on the evening of 2026-04-30'],
    ['a stream that is not there', ['events', '--stream', 'nope'], 'There is no stream nope'],
    ['a position to come', ['events', '--from', '1000000'], 'The log ends at position'],
    [
      'the close of a month that is closed',
      ['close', '2026-04'],
      'No account had 2026-04 to close: it is closed already',
    ],
    ['a contact that is not there', ['codes', 'forget-contact', ACCOUNT, 'nope'], `${ACCOUNT} has no contact nope`],
  ])('who asks for %s is told that there was nothing', (_what, command, words) => {
    const done = kvitok(...command, '--data', data);
    expect({ exitCode: done.exitCode, stderr: done.stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining(words),
    });
  });

  test('who looks at a close that two people do sees the same accounts as where the night does it', () => {
    const [files, byTwo] = [mkdtempSync(join(tmpdir(), 'kvitok-by-two-')), mkdtempSync(join(tmpdir(), 'kvitok-two-'))];
    try {
      cpSync(join(ROOT, 'samples', 'company'), files, { recursive: true });
      appendFileSync(join(files, 'settings.csv'), 'period_close;2026-05-01;TWO_PEOPLE\n');
      resultOf('import', files, '--through', '2026-04-30', '--data', byTwo);
      const look = (folder: string) =>
        resultOf('close', '2026-05', '--dry-run', '--data', folder) as { accounts: readonly unknown[] };
      expect(look(byTwo).accounts).not.toHaveLength(0);
      expect(look(byTwo)).toEqual(look(data));
    } finally {
      for (const folder of [files, byTwo]) rmSync(folder, { recursive: true, force: true });
    }
  });

  test('who prints slips stands in the log by name; what the log has no place for is refused', () => {
    const own = mkdtempSync(join(tmpdir(), 'kvitok-slips-'));
    try {
      cpSync(data, own, { recursive: true });
      const slips = (...asked: string[]) =>
        kvitok('slips', 'H1', '2026-04', '--out', join(own, 'slips.pdf'), '--data', own, ...asked);
      for (const [option, value, words] of [
        ['--role', 'boss', 'Not operator, accountant, chief: boss'],
        ['--reason', 'so', '--reason goes with --paper alone'],
      ] as const) {
        const { exitCode, stderr } = slips(option, value);
        expect([option, exitCode, stderr]).toEqual([option, 2, expect.stringContaining(words)]);
      }
      expect(slips('--actor', 'olga').exitCode).toBe(0);
      const issued = kvitok('events', '--data', own)
        .stdout.split('\n')
        .filter((line) => line.includes('"SlipIssued"'))
        .map((line) => (JSON.parse(line) as { metadata: { actor: string } }).metadata.actor);
      expect(new Set(issued)).toEqual(new Set(['staff:olga']));
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });

  test('whose file cannot be written has decided nothing by then', () => {
    const nowhere = join(data, 'no-such-folder', 'x.pdf');
    const before = logOf(data);
    for (const [command, file, fault] of [
      [['codes', 'hand-out', ACCOUNT], nowhere, 'нет папки'],
      [['codes', 'hand-out', ACCOUNT], data, 'это папка'],
      [['codes', 'hand-out', ACCOUNT], join(data, 'x'.repeat(300)), 'ENAMETOOLONG'],
      [['codes', 'print', ACCOUNT], nowhere, 'нет папки'],
      [['slip', ACCOUNT, '2026-04'], nowhere, 'нет папки'],
      [['slips', 'H1', '2026-04', '--paper'], nowhere, 'нет папки'],
    ] as const) {
      const done = kvitok(...command, '--out', file, '--data', data);
      expect({ command, exitCode: done.exitCode }).toEqual({ command, exitCode: 1 });
      expect(JSON.parse(done.stdout)).toMatchObject({ ok: false, errors: [{ code: 'CLI_FILE_NOT_WRITABLE' }] });
      expect(done.stderr).toContain(fault);
    }
    expect(logOf(data)).toEqual(before);
  });

  test('who has the demonstration before them acts on its day, and it goes on from there', () => {
    keepDemonstrationClock(data, { beginsAt: '2026-05-15T09:00:00+04:00', timeZone: 'Europe/Samara' });
    const instants = () =>
      kvitok('events', '--data', data)
        .stdout.trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { metadata: { recordedAt: string } }).metadata.recordedAt);
    try {
      const before = instants().length;
      resultOf('codes', 'issue', ACCOUNT, '--data', data);
      resultOf('codes', 'revoke', ACCOUNT, '--data', data);
      const days = instants();
      const written = days.slice(before);
      expect(written.length).toBeGreaterThanOrEqual(2);
      expect(new Set(written.map((instant) => instant.slice(0, 10)))).toEqual(new Set(['2026-05-15']));
      expect(days).toEqual([...days].sort());
      const { date } = resultOf('night', 'list', '--data', data) as { date: string };
      expect(date).toBe('2026-05-15');
    } finally {
      rmSync(join(data, 'demonstration-clock.json'));
    }
  });

  test('sees what is parked, tries it again, leaves out what cannot be, and the rest goes on', async () => {
    const state = new SqliteConsumerState(join(data, BUS_FILE));
    const [bad, good] = [paymentMessage('1', '999'), paymentMessage('2', ACCOUNT)];
    await state.park(BILLING, bad, 'some fault', 4, '2026-05-02T08:00:01.000Z');
    await state.park(BILLING, good, 'waits', 0, '2026-05-02T08:00:01.000Z');
    await state.close();
    expect(parkedNow()).toMatchObject([{ consumer: BILLING, key: ACCOUNT, waiting: 2, error: 'some fault' }]);

    const again = kvitok('parked', 'retry', ACCOUNT, '--data', data);
    expect(again.exitCode).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({ ok: false, retried: [{ handled: 0, waiting: 2 }] });
    expect(parkedNow()).toMatchObject([{ firstMessageId: bad.messageId, attempts: 5 }]);

    expect(resultOf('parked', 'skip', ACCOUNT, '--data', data)).toMatchObject({
      ok: true,
      skipped: { consumer: BILLING, key: ACCOUNT, messageId: bad.messageId },
    });
    expect(parkedNow()).toMatchObject([{ firstMessageId: good.messageId, waiting: 1 }]);

    const before = logOf(data).length;
    expect(resultOf('parked', 'retry', '--data', data)).toMatchObject({
      ok: true,
      retried: [{ handled: 1, waiting: 0 }],
    });
    expect(parkedNow()).toEqual([]);
    expect(logOf(data)).toHaveLength(before + 1);
    expect(kvitok('parked', 'retry', ACCOUNT, '--data', data).exitCode).toBe(1);
    expect(kvitok('parked', 'skip', '--data', data).exitCode).toBe(2);
  });

  test('who looks at what is kept changes nothing of it; who asks what is owed has it worked off first', async () => {
    const head = await takeMoney(data, '2026-05-03');
    const ofTheMoney = (line: string) => line.includes('untold');
    const before = logOf(data);
    expect(before.filter(ofTheMoney)).toEqual([expect.stringContaining('PaymentReceived')]);
    expect(resultOf('verify', '--data', data)).toMatchObject({ ok: true, events: head, head, differing: [] });
    expect(resultOf('projections', 'list', '--data', data)).toMatchObject({ head });
    expect(logOf(data)).toEqual(before);
    resultOf('aging', '--as-of', '2026-05-03', '--data', data);
    expect(logOf(data).filter(ofTheMoney)).toContainEqual(expect.stringContaining('PaymentCredited'));
  });

  test('of a month whose house another process is at is told that it is not done, and to try again', async () => {
    await takeHouse(data, '2026-05-31', 'H2');
    for (const command of [
      ['night', 'all', '--date', '2026-05-31'],
      ['close', '2026-05'],
    ]) {
      const done = kvitok(...command, '--data', data);
      expect([command, done.exitCode, done.stderr]).toEqual([command, 1, expect.stringContaining('H2')]);
      expect(JSON.parse(done.stdout)).toMatchObject({ ok: false, heldByOthers: ['H2'], parked: [] });
    }
    const accounts = readFileSync(join(ROOT, 'samples', 'company', 'accounts.csv'), 'utf8').split('\n');
    const left = resultOf('night', 'list', '--date', '2026-05-31', '--data', data) as { due: { account: string }[] };
    const ofH2 = left.due.map(({ account }) => accounts.find((line) => line.startsWith(account))?.split(';')[1]);
    expect(new Set(ofH2)).toEqual(new Set(['H2']));
  });
});
