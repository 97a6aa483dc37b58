import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { AskedConversation, askedBy } from '../support/office-conversation';
import { Answer, Resident } from '../support/resident';
import { Asked, OPERATIONS } from './operations';
import { officeWorld } from './world';

/**
 * The code of a resident stands on paper alone: on no screen of the office, in no answer of its API, no download, event,
 * file or line of a log, through its whole life in the office: it is issued, printed, replaced and printed again.
 */
const PAGE = `/codes/accounts/${ACCOUNT}`;
/** A table is taken away in both its forms; a page that knows no form passes over it. */
const FORMATS = ['', '?format=csv', '?format=xlsx'];

const lines: string[] = [];
let office: RunningBackOffice;
let chief: Resident;
let asked: AskedConversation;
let folder: string;

beforeAll(async () => {
  office = await startBackOffice();
  chief = await office.officer('chief');
  asked = await askedBy(office, ACCOUNT, { kind: 'account', reference: ACCOUNT }, 'Я потерял код');
  folder = mkdtempSync(join(tmpdir(), 'kvitok-canary-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await office?.close();
});

interface Router {
  readonly router: {
    readonly stack: readonly {
      readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
    }[];
  };
}

/** Every address that the process answers to whoever reads, with things of the sample in place of names. */
function addresses(): readonly string[] {
  const { router } = office.office.getHttpAdapter().getInstance() as Router;
  const routes = router.stack.flatMap(({ route }) => (route?.methods['get'] === true ? [route.path] : []));
  const things: Readonly<Record<string, string>> = {
    account: ACCOUNT,
    houseId: 'H1',
    period: '2026-09',
    utility: 'cold_water',
    conversationId: asked.conversationId,
    attachmentId: asked.attachmentId,
  };
  return routes.map((path) => path.replace(/:(\w+)/g, (_, name: string) => things[name] ?? 'nothing'));
}

/** What an answer says, unpacked where it is a sheet. */
function textOf({ bytes, text, headers }: Answer): string {
  const type = headers.get('content-type') ?? '';
  if (!type.includes('spreadsheetml')) return text;
  return Object.values(unzipSync(new Uint8Array(bytes)))
    .map((part) => Buffer.from(part).toString('utf8'))
    .join('\n');
}

/** Reads everything there is to read; answers how many addresses answered with something. */
async function readAll(said: string[]): Promise<number> {
  let answered = 0;
  for (const address of addresses()) {
    if (address === '/sign-out') continue;
    for (const format of FORMATS) {
      const answer = await chief.get(`${address}${format}`);
      expect([address, answer.status < 500]).toEqual([address, true]);
      if (answer.status === 200) answered += 1;
      const { headers } = answer;
      said.push(textOf(answer), headers.get('location') ?? '', headers.get('content-disposition') ?? '');
    }
  }
  return answered;
}

/** The code that stands on the sheet, the only place where it may. */
async function printed(shown: Answer, said: string[]): Promise<string> {
  said.push(shown.text);
  const form = shown.text.slice(shown.text.indexOf('/print-runs/prints'));
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form)?.[1] ?? '';
  const fields = { token: field('token'), key: field('key'), link: field('link') };
  const pdf = await chief.post('/print-runs/prints', fields);
  expect(pdf.status).toBe(200);
  said.push((await chief.post('/print-runs/prints', fields)).text);
  const file = join(folder, 'sheet.pdf');
  writeFileSync(file, pdf.bytes);
  const code = /\d{4}-\d{4}-\d{4}-\d/.exec(execFileSync('pdftotext', [file, '-']).toString())?.[0] ?? '';
  expect(code).toHaveLength(16);
  return code;
}

/** The same request with the code in place of one text after another: in the path no code ever belongs. */
function withCodeTyped(body: object, code: string): readonly object[] {
  return Object.entries(body).flatMap(([field, value]: [string, unknown]): readonly object[] => {
    const typed = (held: unknown): readonly unknown[] => {
      if (typeof held === 'string') return [code, `он прочёл ${code} вслух`];
      if (Array.isArray(held)) {
        const list: readonly unknown[] = held;
        return list.flatMap((one, place) => typed(one).map((is) => list.toSpliced(place, 1, is)));
      }
      return typeof held === 'object' && held !== null ? withCodeTyped(held, code) : [];
    };
    return typed(value).map((is) => ({ ...body, [field]: is }));
  });
}

/** Types the code into every field of every operation that does something; answers how often, and what was said. */
async function typeEverywhere(code: string, said: string[]): Promise<number> {
  const world = await officeWorld(office);
  let typed = 0;
  for (const [name, request] of Object.entries(OPERATIONS)) {
    const { method, path, body = {}, file }: Asked = request(world);
    if (method === 'GET' || file !== undefined) continue;
    for (const tried of withCodeTyped(body, code)) {
      const headers = { 'x-kvitok-request': '1', 'idempotency-key': `canary-${String(typed)}` };
      const sent = { ...headers, 'content-type': 'application/json' };
      const { status, text } = await chief.ask(path, { method, headers: sent, body: JSON.stringify(tried) });
      expect([name, JSON.stringify(tried).replaceAll(code, '#'), status < 500]).toEqual([
        name,
        expect.anything(),
        true,
      ]);
      said.push(text);
      typed += 1;
    }
  }
  return typed;
}

function textsIn(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path).toString('latin1');
  return readdirSync(path)
    .map((name) => textsIn(join(path, name)))
    .join('\n');
}

async function eventsText(): Promise<string> {
  const texts: string[] = [];
  for (let after = 0; ;) {
    const page = await office.kvitok.stack.store.readAll({ after, limit: 1_000 });
    texts.push(JSON.stringify(page.events));
    after = page.checkpoint;
    if (page.caughtUp) return texts.join('\n');
  }
}

/** What was written, shown and kept while this went on; the screens are added by whoever reads them. */
async function watched(work: (screens: string[]) => Promise<void>): Promise<Readonly<Record<string, string>>> {
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0),
  );
  const screens: string[] = [];
  try {
    await work(screens);
    await office.kvitok.drain();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return {
    screens: screens.join('\n'),
    log: lines.join('\n'),
    events: await eventsText(),
    files: textsIn(office.dataDir),
  };
}

/** The places that hold one of the codes. A failure names what leaked and where, and is no leak itself. */
function leaksOf(codes: Readonly<Record<string, string>>, said: Readonly<Record<string, string>>): string[] {
  return Object.entries(codes).flatMap(([name, code]) => {
    const forms = [code, code.replaceAll('-', ''), code.replaceAll('-', ' ')];
    return Object.entries(said).flatMap(([place, text]) =>
      forms.some((form) => text.includes(form)) ? [`${name} in ${place}`] : [],
    );
  });
}

it('a code stands on paper alone', async () => {
  const reason = 'пришли сами';
  const codes: Record<string, string> = {};
  let answered = 0;
  const said = await watched(async (screens) => {
    const first = await printed(await chief.submit(PAGE, `${PAGE}/hand-out`, { reason }), screens);
    answered = await readAll(screens);
    // Whoever has seen one types it where it does not belong: as an account, and into a search.
    for (const path of [`/codes/accounts/${first}`, `/${first}`, `/codes?after=${first}`]) await chief.get(path);
    screens.push((await chief.submit(PAGE, `${PAGE}/next-slip`, { reason: 'позвонили' })).text);
    screens.push((await chief.submit(PAGE, `${PAGE}/replacement`, { reason: 'видел сосед' })).text);
    await readAll(screens);
    await chief.submit('/print-runs', '/print-runs', { what: 'unprinted', reason: 'после замены' });
    const second = await printed(await chief.submit('/print-runs', '/print-runs/links', {}), screens);
    const third = await printed(await chief.submit(PAGE, `${PAGE}/hand-out`, { reason }), screens);
    await readAll(screens);
    Object.assign(codes, { first, second, third });
  });

  expect(new Set(Object.values(codes)).size).toBe(3);
  expect(leaksOf(codes, said)).toEqual([]);
  // The watch is awake: what may stand there does.
  expect(answered).toBeGreaterThan(15);
  expect(said['screens']).toContain('печатался один раз');
  expect(said['events']).toContain('CredentialReissued');
  expect(said['files']).toContain('CodePrinted');
}, 180_000);

it('a code that somebody types into a field of whatever operation is kept and shown nowhere', async () => {
  const codes: Record<string, string> = {};
  let typed = 0;
  const said = await watched(async (screens) => {
    const typedCode = await printed(await chief.submit(PAGE, `${PAGE}/hand-out`, { reason: 'пришли сами' }), screens);
    typed = await typeEverywhere(typedCode, screens);
    await office.kvitok.drain();
    // A form that comes back with its fault shows what was typed.
    const words = `он прочёл ${typedCode} вслух`;
    const forms = [
      [PAGE, `${PAGE}/replacement`, { reason: words }],
      ['/answer-templates', '/answer-templates', { title: 'Про код', text: words }],
    ] as const;
    for (const [page, action, fields] of forms) {
      const { text } = await chief.submit(page, action, fields);
      screens.push(text);
      expect([action, text.includes('код доступа жителя'), text.includes('••••')]).toEqual([action, true, true]);
    }
    await readAll(screens);
    codes['typed'] = typedCode;
  });
  expect(leaksOf(codes, said)).toEqual([]);
  // The watch is awake: the operations were asked, and said what was wrong.
  expect(typed).toBeGreaterThan(150);
  expect(said['screens']).toContain('WORDS_WITH_PERSONAL_DATA');
}, 300_000);
