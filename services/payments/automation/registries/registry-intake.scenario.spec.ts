import { accountClosed, accountOpened } from '#libs/contracts';
import { createUpcasting } from '#libs/event-store';
import { SettableClock } from '#libs/platform';
import { startOneService } from '../../../../libs/testing/one-service';
import { inWindows1251, RegistryRow, sberbankRegistry } from '../../../../test/support/registry-file';
import { REGISTRIES_CLIENT, RegistriesClient } from '../../api/client';
import { PAYMENTS_UPCASTERS } from '../../domain/earlier-versions';
import { LinesProfile, SBERBANK_TEXT } from '../../domain/registries/registry-profile';
import { PaymentsModule } from '../../payments.module';
import { PAYMENTS_PROJECTIONS } from '../../projections';
import { PAYMENTS_CONSUMER } from '../payments-consumer';
import { FinishRegistriesJob } from './finish-registries.job';
import { ForgetUnacceptedRegistriesJob } from './forget-unaccepted-registries.job';
import { RegistryIntake } from './registry-intake';

const ACTOR = { actor: 'staff:1' };

async function startPayments() {
  const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
  const service = await startOneService({
    module: PaymentsModule,
    consumer: PAYMENTS_CONSUMER,
    stack: { dataDir: null, clock, projections: PAYMENTS_PROJECTIONS, upcasting: createUpcasting(PAYMENTS_UPCASTERS) },
    told: [accountOpened, accountClosed],
  });
  const opened = { houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
  await service.tell(accountOpened, { account: 'A1', ...opened });
  await service.tell(accountOpened, { account: 'A2', ...opened });
  await service.tell(accountClosed, { account: 'A2', closedOn: '2026-05-01' });
  await service.catchUp();
  const client = service.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });
  return { ...service, client, clock, intake: service.app.get(RegistryIntake) };
}

type Payments = Awaited<ReturnType<typeof startPayments>>;

/** Three parts of a file: a line of every kind in each of them. */
const ROWS: readonly RegistryRow[] = Array.from({ length: 1_100 }, (_, index) => {
  const row = { operation: `op-${index}`, account: 'A1', kopecks: 100 + index };
  if (index % 100 === 7) return { ...row, operation: `op-${index - 1}`, kopecks: 99 + index };
  if (index % 100 === 8) return { ...row, operation: `op-${index - 2}`, kopecks: 1 };
  if (index % 100 === 9) return { ...row, account: 'A9' };
  if (index % 100 === 10) return { ...row, account: 'A2' };
  return row;
});

async function takeAndRecord({ intake }: Payments, bytes: Buffer) {
  const { registryId } = await intake.take({ bytes, fileName: 'f.txt', profileId: 'sberbank-text' }, ACTOR);
  return intake.record(bytes, registryId, ACTOR);
}

/** The log without positions: two runs that were stopped at other places have the same streams. */
async function streamsOf({ stack }: Payments) {
  const { events } = await stack.store.readAll({ after: 0, limit: 10_000 });
  return events
    .filter(({ stream }) => stream.startsWith('payments_'))
    .map(({ stream, revision, type, eventId, data }) => JSON.stringify([stream, revision, type, eventId, data]))
    .sort();
}

describe('taking a file', () => {
  let payments: Payments;
  beforeEach(async () => {
    payments = await startPayments();
  });
  afterEach(() => payments.close());

  it('gives each line its outcome, counts them, and tells of a closed account', async () => {
    const done = await takeAndRecord(payments, sberbankRegistry(ROWS));
    expect(done).toMatchObject({ status: 'reconciled', recorded: 1_100, repeated: false });
    expect(Object.entries(done.sums).map(([outcome, { lines }]) => [outcome, lines])).toEqual([
      ['received', 1_067],
      ['suspended', 11],
      ['conflict', 11],
      ['duplicate', 11],
    ]);
    await payments.catchUp();
    const { lines } = await payments.client.lines(done.registryId, { limit: 11 });
    expect(lines.slice(6).map(({ line, outcome, note }) => [line, outcome, note])).toEqual([
      [7, 'received', null],
      [8, 'duplicate', 'repeated_in_file'],
      [9, 'conflict', 'differs'],
      [10, 'suspended', 'unknown_account'],
      [11, 'received', 'closed_account'],
    ]);
    expect(await payments.client.registry(done.registryId)).toMatchObject({ status: 'reconciled', sums: done.sums });
    const page = await payments.client.lines(done.registryId, { outcome: 'conflict', limit: 10 });
    expect([page.lines.length, page.more]).toEqual([10, true]);
    const rest = await payments.client.lines(done.registryId, {
      outcome: 'conflict',
      after: page.lines.at(-1)?.ordinal ?? 0,
    });
    expect([rest.lines.length, rest.more]).toEqual([1, false]);
  });

  it('foretells what it does', async () => {
    const bytes = sberbankRegistry(ROWS);
    const { sums, lines, more } = await payments.intake.check({ bytes, fileName: 'f', profileId: 'sberbank-text' });
    const done = await takeAndRecord(payments, bytes);
    expect(sums).toEqual(done.sums);
    expect([lines.length, more]).toEqual([44, false]);
  });

  it('keeps who paid out of the log and gives it to whoever looks for the account', async () => {
    const row = { operation: '1', account: 'Лесной Пётр', kopecks: 100, payer: 'Кузнецова Анна' };
    await takeAndRecord(payments, sberbankRegistry([row]));
    await payments.catchUp();
    const told = JSON.stringify(await streamsOf(payments));
    expect(told).not.toMatch(/Лесн|Кузнецова/);
    const { payments: waiting } = await payments.client.setAside();
    expect(waiting).toMatchObject([
      { statedAccount: '', payer: { payerName: 'Кузнецова Анна', statedAccount: 'Лесной Пётр' } },
    ]);
  });

  it('refuses the whole of a file with a fault, and writes nothing', async () => {
    const head = await payments.stack.store.head();
    const bytes = Buffer.concat([inWindows1251('x;y\r\n'), sberbankRegistry(ROWS.slice(0, 3))]);
    await expect(takeAndRecord(payments, bytes)).rejects.toMatchObject({
      rejection: {
        code: 'PAYMENTS_REGISTRY_REFUSED',
        details: { faults: 1, code: 'PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED', line: 1 },
      },
    });
    const checked = await payments.client.check({ bytes, fileName: 'f.txt', profileId: 'sberbank-text' });
    expect(checked.faults.told).toEqual([
      {
        code: 'PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED',
        line: 1,
        column: null,
        message: 'Строка 1: столбцов 2, а должно быть 12. Проверьте вид реестра и разделитель.',
      },
    ]);
    expect(await payments.stack.store.head()).toBe(head);
  });

  it.each([
    ['in UTF-8', Buffer.from('Лесной;1\r\n'), 'PAYMENTS_REGISTRY_ENCODING_MISMATCH'],
    ['with the mark of UTF-8', Buffer.from('\ufeff1;1\r\n'), 'PAYMENTS_REGISTRY_ENCODING_MISMATCH'],
    ['in UTF-16', Buffer.from('\ufeff1', 'utf16le'), 'PAYMENTS_REGISTRY_ENCODING_MISMATCH'],
    ['with a sign that Windows-1251 does not have', Buffer.from([0x31, 0x98, 0x0a]), 'PAYMENTS_REGISTRY_BYTES_INVALID'],
    ['with a zero byte', Buffer.from([0x31, 0, 0x0a]), 'PAYMENTS_REGISTRY_BYTES_INVALID'],
    ['of one line without end', Buffer.alloc(9_000, 0x31), 'PAYMENTS_REGISTRY_LINE_TOO_LONG'],
    ['of nothing', Buffer.alloc(0), 'PAYMENTS_REGISTRY_FOOTER_MISSING'],
  ])('refuses a file %s', async (_, bytes, code) => {
    const { faults } = await payments.intake.check({ bytes, fileName: 'f', profileId: 'sberbank-text' });
    expect(faults.told.map((fault) => fault.code)).toContain(code);
  });

  it('refuses a profile that nobody has defined, and a file by a second profile', async () => {
    const bytes = sberbankRegistry(ROWS.slice(0, 3));
    await expect(payments.client.check({ bytes, fileName: 'f', profileId: 'post' })).rejects.toMatchObject({
      rejection: { code: 'PAYMENTS_UNKNOWN_REGISTRY_PROFILE' },
    });
    await takeAndRecord(payments, bytes);
    const own: LinesProfile = { ...SBERBANK_TEXT, profileId: 'post', title: 'Почта' };
    const origin = { commandId: 'c-1', correlationId: 'c-1', causationId: null, actor: 'staff:1', input: undefined };
    await payments.client.defineProfile(own, '2026-05-01', origin);
    await payments.catchUp();
    const taken = payments.intake.take({ bytes, fileName: 'f', profileId: 'post' }, ACTOR);
    await expect(taken).rejects.toMatchObject({ rejection: { code: 'PAYMENTS_REGISTRY_OTHER_PROFILE' } });
  });

  it('goes on with the file it was begun with', async () => {
    const bytes = sberbankRegistry(ROWS.slice(0, 3));
    const { registryId } = await payments.intake.take({ bytes, fileName: 'f', profileId: 'sberbank-text' }, ACTOR);
    const other = payments.intake.record(sberbankRegistry(ROWS.slice(0, 2)), registryId, ACTOR);
    await expect(other).rejects.toMatchObject({ rejection: { code: 'PAYMENTS_REGISTRY_OTHER_FILE' } });
  });

  it('is accepted after its check without being handed in again, and is kept no longer than needed', async () => {
    const bytes = sberbankRegistry(ROWS.slice(0, 3));
    const { registryId } = await payments.client.check({ bytes, fileName: 'f', profileId: 'sberbank-text' });
    const asked = { registryId, profileId: 'sberbank-text', fileName: '../f<1>.txt' };
    expect((await payments.client.accept(asked, ACTOR)).status).toBe('recording');
    await payments.app.get(FinishRegistriesJob).one(registryId);
    await payments.catchUp();
    expect(await payments.client.registry(registryId)).toMatchObject({ status: 'reconciled', fileName: 'f_1_.txt' });
    expect(await payments.stack.blobs.get(registryId)).toBeNull();
    expect(await payments.client.accept(asked, ACTOR)).toMatchObject({ status: 'reconciled', repeated: true });
    const unknown = payments.client.accept({ ...asked, registryId: 'f'.repeat(32) }, ACTOR);
    await expect(unknown).rejects.toMatchObject({ rejection: { code: 'PAYMENTS_REGISTRY_FILE_GONE' } });
  });
});

describe('a process that is stopped while it records a file', () => {
  it('goes on, after whichever write it was stopped, and adds only what is missing', async () => {
    const bytes = sberbankRegistry(ROWS.slice(0, 520));
    const calm = await startPayments();
    await takeAndRecord(calm, bytes);
    const expected = await streamsOf(calm);
    await calm.close();

    let writes = 0;
    for (let stopAfter = 0; ; stopAfter += 1) {
      const payments = await startPayments();
      writes = 0;
      const { commands } = payments.stack;
      const stopping =
        <Asked extends unknown[], Answer>(write: (...asked: Asked) => Promise<Answer>) =>
        async (...asked: Asked): Promise<Answer> => {
          if (writes === stopAfter) throw new Error('The process is stopped');
          writes += 1;
          return write(...asked);
        };
      const [one, many] = [stopping(commands.execute.bind(commands)), stopping(commands.executeMany.bind(commands))];
      const spies = [
        jest.spyOn(commands, 'execute').mockImplementation(one),
        jest.spyOn(commands, 'executeMany').mockImplementation(many),
      ];
      const stopped = await takeAndRecord(payments, bytes).then(
        () => false,
        (error: unknown) => {
          expect(error).toMatchObject({ message: 'The process is stopped' });
          return true;
        },
      );
      spies.forEach((spy) => spy.mockRestore());
      const again = await takeAndRecord(payments, bytes);
      expect(again).toMatchObject({ status: 'reconciled', recorded: 520, repeated: !stopped });
      expect(await streamsOf(payments)).toEqual(expected);
      await payments.close();
      if (!stopped) break;
    }
    // The file, and for each of its two parts the lines, the conflicts and the progress.
    expect(writes).toBe(7);
  });
});

describe('a file that says the same in other bytes', () => {
  it('has its known conflict told as known, not as a line that it repeats, and a repeated one as such', async () => {
    const payments = await startPayments();
    const row = { operation: 'op-1', account: 'A1', kopecks: 3_000_00 };
    const conflict = { ...row, kopecks: 3_100_00 };
    const bytes = sberbankRegistry([row, conflict, row, conflict]);
    const other = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    const notesOf = async (file: Buffer) => {
      const { registryId } = await takeAndRecord(payments, file);
      await payments.catchUp();
      const { lines } = await payments.client.lines(registryId, { limit: 10 });
      return lines.map(({ outcome, note }) => `${outcome} ${note ?? ''}`.trim());
    };
    const repeated = ['duplicate repeated_in_file', 'duplicate repeated_in_file'];
    expect(await notesOf(bytes)).toEqual(['received', 'conflict differs', ...repeated]);
    expect(await notesOf(other)).toEqual(['duplicate known_before', 'duplicate known_before', ...repeated]);
    await payments.close();
  });
});

describe('a file that was looked at', () => {
  let payments: Payments;
  beforeEach(async () => {
    payments = await startPayments();
  });
  afterEach(() => payments.close());
  const file = { bytes: sberbankRegistry(ROWS.slice(0, 3)), fileName: 'f.txt', profileId: 'sberbank-text' };
  const forget = () => payments.app.get(ForgetUnacceptedRegistriesJob).all();

  it('is forgotten when nobody has accepted it for a week, counted from when it was handed in last', async () => {
    const { registryId } = await payments.client.check(file);
    payments.clock.set('2026-05-16', '12:00:00', 'UTC');
    expect(await forget()).toBe(0);
    await payments.client.check(file);
    payments.clock.set('2026-05-20', '12:00:00', 'UTC');
    expect(await forget()).toBe(0);
    payments.clock.set('2026-05-24', '12:00:00', 'UTC');
    expect([await forget(), await forget()]).toEqual([1, 0]);
    const asked = { registryId, profileId: 'sberbank-text', fileName: 'f.txt' };
    await expect(payments.client.accept(asked, ACTOR)).rejects.toMatchObject({
      rejection: { code: 'PAYMENTS_REGISTRY_FILE_GONE' },
    });
    await payments.client.check(file);
    expect(await payments.client.accept(asked, ACTOR)).toMatchObject({ repeated: false });
  });

  it('is refused where its payment order is of a day to come', async () => {
    // The order is of 6 May.
    payments.clock.set('2026-05-05', '12:00:00', 'UTC');
    const { faults } = await payments.client.check(file);
    expect([faults.count, faults.told.map(({ code }) => code)]).toEqual([1, ['PAYMENTS_REGISTRY_ORDER_LATER']]);
    payments.clock.set('2026-05-06', '12:00:00', 'UTC');
    expect((await payments.client.check(file)).faults.count).toBe(0);
  });

  it('is kept while its lines are recorded, however long that takes', async () => {
    await payments.client.check(file);
    await payments.intake.take(file, ACTOR);
    await payments.catchUp();
    payments.clock.set('2026-06-24', '12:00:00', 'UTC');
    expect(await forget()).toBe(0);
    expect(await payments.app.get(FinishRegistriesJob).all()).toMatchObject({ waiting: [] });
  });
});
