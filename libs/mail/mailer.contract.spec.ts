import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileMailer, Mail, Mailer, MailRefusedError, MailUnavailableError, MemoryMailer, SmtpMailer } from '.';
import { openSmtpSink } from './testing/smtp-sink';

const FROM = 'Управляющая компания <office@example.ru>';
const LETTER: Mail = {
  messageId: 'answer-c-1',
  sentAt: '2026-10-15T06:00:00.000Z',
  to: 'anna@example.ru',
  subject: 'Специалист ответил на Ваш вопрос',
  text: `Здравствуйте!\n.\n..точка в начале строки\n${'длинная строка '.repeat(120).trim()}\n\nДо свидания`,
  oneClickOff: 'https://kvitok.example/unsubscribe/abc-DEF_123',
};

/** What a reader sees of a letter, whichever way it was written down. */
interface ReadLetter {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Office {
  readonly mailer: Mailer;
  letters(): readonly ReadLetter[];
  /** From now on nobody takes letters. */
  breakDown(): Promise<void>;
  close(): Promise<void>;
}

function parseLetter(source: string): ReadLetter {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      decodeWords(line.slice(line.indexOf(':') + 2)),
    ]),
  );
  const body = source.slice(end + 4);
  const encoding = headers['content-transfer-encoding'];
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? fromQuotedPrintable(body)
        : body;
  return { headers, text: bytes.replaceAll('\r\n', '\n').replace(/\n$/, '') };
}

function fromQuotedPrintable(body: string): string {
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function decodeWords(value: string): string {
  return value
    .replaceAll(/(=\?UTF-8\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replaceAll(/(?:=\?UTF-8\?B\?([^?]*)\?=)+/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/gi)].map((word) => Buffer.from(word[1] ?? '', 'base64')),
      ).toString('utf8'),
    )
    .replaceAll(/(?:=\?UTF-8\?Q\?([^?]*)\?=)+/gi, (words) =>
      fromQuotedPrintable(
        [...words.matchAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi)].map((word) => (word[1] ?? '').replaceAll('_', ' ')).join(''),
      ),
    );
}

const folder = mkdtempSync(join(tmpdir(), 'mailer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let offices = 0;

async function openMemoryOffice(): Promise<Office> {
  const mailer = new MemoryMailer();
  return {
    mailer,
    letters: () =>
      mailer.sent().map(({ messageId, sentAt, to, subject, text, oneClickOff }) => ({
        headers: {
          'message-id': `<${messageId}@example.ru>`,
          date: new Date(sentAt).toUTCString().replace('GMT', '+0000'),
          to,
          subject,
          ...(oneClickOff ? { 'list-unsubscribe': `<${oneClickOff}>` } : {}),
          ...(oneClickOff ? { 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' } : {}),
        },
        text,
      })),
    breakDown: async () => mailer.breakDown(),
    close: () => mailer.close(),
  };
}

async function openFileOffice(): Promise<Office> {
  const letterFolder = join(folder, `letters-${(offices += 1)}`);
  const mailer = new FileMailer({ folder: letterFolder, from: FROM });
  return {
    mailer,
    letters: () => readdirSync(letterFolder).map((name) => parseLetter(readFileSync(join(letterFolder, name), 'utf8'))),
    breakDown: async () => {
      rmSync(letterFolder, { recursive: true, force: true });
      writeFileSync(letterFolder, 'a file where the folder was');
    },
    close: () => mailer.close(),
  };
}

async function openSmtpOffice(): Promise<Office> {
  const sink = await openSmtpSink();
  const mailer = new SmtpMailer({ url: sink.url, from: FROM, requiresTls: false, timeoutMilliseconds: 2_000 });
  return {
    mailer,
    letters: () => {
      const all = sink.letters.map(parseLetter);
      // A mail server keeps what it is given; letters of one name are one letter to it.
      return [...new Map(all.map((letter) => [letter.headers['message-id'], letter])).values()];
    },
    breakDown: () => sink.close(),
    close: async () => {
      await mailer.close();
      await sink.close();
    },
  };
}

describe.each<[string, () => Promise<Office>]>([
  ['memory', openMemoryOffice],
  ['files', openFileOffice],
  ['SMTP', openSmtpOffice],
])('a mailer, %s', (_name, openOffice) => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.close());

  it('hands over a letter as it was written', async () => {
    await office.mailer.send(LETTER);
    const [letter] = office.letters();
    expect(letter?.text).toBe(LETTER.text);
    expect(letter?.headers).toMatchObject({
      'message-id': '<answer-c-1@example.ru>',
      date: 'Thu, 15 Oct 2026 06:00:00 +0000',
      to: LETTER.to,
      subject: LETTER.subject,
    });
  });

  it('says where one press ends such letters, and nothing of it where nothing does', async () => {
    await office.mailer.send(LETTER);
    await office.mailer.send({ ...LETTER, messageId: 'code', oneClickOff: null });
    const letters = office.letters();
    const headersOf = (messageId: string) =>
      letters.find(({ headers }) => headers['message-id'] === `<${messageId}@example.ru>`)?.headers ?? {};
    expect(headersOf('answer-c-1')).toMatchObject({
      'list-unsubscribe': '<https://kvitok.example/unsubscribe/abc-DEF_123>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
    expect(headersOf('code')).toMatchObject({ to: LETTER.to });
    expect(Object.keys(headersOf('code'))).not.toContain('list-unsubscribe');
  });

  it('hands over one letter of a name, however often it is sent', async () => {
    await office.mailer.send(LETTER);
    await office.mailer.send(LETTER);
    expect(office.letters()).toHaveLength(1);
  });

  it('keeps the name of a letter that is sent again, and says when that was', async () => {
    await office.mailer.send(LETTER);
    await office.mailer.send({ ...LETTER, sentAt: '2026-10-16T06:00:00.000Z' });
    expect(office.letters().map(({ headers }) => [headers['message-id'], headers['date']])).toEqual([
      ['<answer-c-1@example.ru>', 'Fri, 16 Oct 2026 06:00:00 +0000'],
    ]);
  });

  it.each<[string, Partial<Mail>]>([
    ['a header in its subject', { subject: 'Ответ\r\nBcc: thief@example.org' }],
    ['a line break in its subject', { subject: 'Ответ\nBcc: thief@example.org' }],
    ['a line separator in its subject', { subject: 'Ответ\u2028Bcc: thief@example.org' }],
    ['a header in its address', { to: 'anna@example.ru\r\nBcc: thief@example.org' }],
    ['two addresses', { to: 'anna@example.ru, thief@example.org' }],
    ['an address within an address', { to: 'anna@example.ru <thief@example.org>' }],
    ['no address', { to: '' }],
    ['a folder in its name', { messageId: '../../etc/passwd' }],
    ['a header in its name', { messageId: 'a>\r\nBcc: thief@example.org' }],
    ['a header in what ends such letters', { oneClickOff: 'https://kvitok.example/\r\nBcc: thief@example.org' }],
    ['a script to end such letters', { oneClickOff: 'javascript:alert(1)' }],
    ['no time', { sentAt: '' }],
    ['a header in its time', { sentAt: '2026-10-15T06:00:00.000Z\r\nBcc: thief@example.org' }],
    ['a day that is none', { sentAt: '2026-13-45T06:00:00.000Z' }],
    ['no subject', { subject: ' ' }],
    ['an endless subject', { subject: 'я'.repeat(201) }],
    ['a zero byte', { text: 'a\u0000b' }],
  ])('refuses a letter with %s', async (_fault, change) => {
    await expect(office.mailer.send({ ...LETTER, ...change })).rejects.toThrow(MailRefusedError);
    await office.mailer.send({ ...LETTER, messageId: 'next' });
    expect(office.letters()).toHaveLength(1);
  });

  it('says that nobody takes letters when nobody does, so that the caller tries again', async () => {
    await office.breakDown();
    await expect(office.mailer.send(LETTER)).rejects.toThrow(MailUnavailableError);
  });
});

describe('a mail server that does not take a letter', () => {
  it.each([
    ['550 no such user', MailRefusedError],
    ['451 try again later', MailUnavailableError],
  ])('and says "%s"', async (answer, kind) => {
    const sink = await openSmtpSink();
    const mailer = new SmtpMailer({ url: sink.url, from: FROM, requiresTls: false });
    sink.answerRecipient(answer);
    const failure = await mailer.send(LETTER).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect((failure as Error).message).not.toContain(LETTER.to);
    sink.answerRecipient(null);
    await mailer.send(LETTER);
    expect(sink.letters).toHaveLength(1);
    await mailer.close();
    await sink.close();
  });
});

describe('a mail server that speaks in clear', () => {
  it.each(['', '/?requireTLS=false', '/?ignoreTLS=true'])(
    'is given no letter where TLS is required: %s',
    async (asked) => {
      const sink = await openSmtpSink();
      const mailer = new SmtpMailer({ url: `${sink.url}${asked}`, from: FROM, requiresTls: true });
      await expect(mailer.send(LETTER)).rejects.toThrow(MailUnavailableError);
      expect(sink.letters).toEqual([]);
      await mailer.close();
      await sink.close();
    },
  );
});

describe('the folder of letters', () => {
  it('is readable by its owner alone, and holds no unfinished letter', async () => {
    const letterFolder = join(folder, 'private');
    await new FileMailer({ folder: letterFolder, from: FROM }).send(LETTER);
    expect(statSync(letterFolder).mode & 0o077).toBe(0);
    expect(readdirSync(letterFolder)).toEqual(['answer-c-1.eml']);
  });
});
