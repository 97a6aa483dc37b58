import { offerDemoServices } from '../../services/cli/demo-services';
import { ACCOUNT, RunningCabinet, startCabinet } from '../support/cabinet';
import { mainOf, wordsOfHtml } from '../support/page-text';
import { Answer, Resident } from '../support/resident';

let cabinet: RunningCabinet;
const METER = 'M00066';

beforeAll(async () => {
  cabinet = await startCabinet();
  await offerDemoServices(cabinet.kvitok.stack);
  await cabinet.kvitok.drain();
});

afterAll(() => cabinet?.close());

const resident = async (account = ACCOUNT) => new Resident(cabinet.url, await cabinet.sessionOf(account));
const head = () => cabinet.kvitok.stack.store.head();
const words = ({ text }: Answer) => wordsOfHtml(mainOf(text));
const led = ({ headers }: Answer) => headers.get('location');

describe('a reading', () => {
  const give = async (value0: string, fields: Readonly<Record<string, string>>) =>
    (await resident()).submit('/readings', '/readings', { value0, ...fields }, (form) => form.includes(METER));

  it('is not taken by a button that the page does not have', async () => {
    await cabinet.sessionOf(ACCOUNT);
    await cabinet.kvitok.drain();
    const before = await head();
    for (const step of ['xx', '', 'Send']) expect([step, (await give('113', { step })).status]).toEqual([step, 400]);
    expect(await head()).toBe(before);
  });

  it('that the meter cannot show is refused when it is counted, as when it is sent', async () => {
    for (const step of ['forecast', 'send']) {
      const answer = await give('100000', { step });
      expect([step, answer.status]).toEqual([step, 422]);
      expect(words(answer)).toContain('больше, чем вмещает прибор');
      expect(words(answer)).not.toContain('Что получится');
    }
  });

  it('that is unusual is counted with a warning and the question why', async () => {
    const before = await head();
    const answer = await give('99999', { step: 'forecast' });
    expect(words(answer)).toMatch(/Показание необычное|больше, чем/);
    expect(words(answer)).toContain('Если всё верно, скажите почему');
    expect(await head()).toBe(before);
  });

  it('below the one before is asked about, and with a reason it is kept for the office to look at', async () => {
    const before = await head();
    for (const step of ['forecast', 'send']) {
      const asked = await give('1', { step });
      expect([step, asked.status]).toEqual([step, 409]);
      expect(words(asked)).toContain('Новое показание меньше прошлого');
      expect(words(asked)).toContain('Если всё верно, скажите почему');
    }
    expect(await head()).toBe(before);
    expect(words(await give('1', { step: 'send' }))).toContain('Показание необычное: исправьте его или выберите');
    expect(words(await give('1', { step: 'forecast' }))).toContain('Показание необычное: исправьте его или выберите');
    const again = await give('1', { step: 'send', doubted: 'yes' });
    expect([again.status, again.text.includes('href="#explanation"')]).toEqual([409, true]);
    expect(words(again)).toMatch(/Ошибка:\s+Выберите, почему показание такое, или исправьте его\./);
    expect(await head()).toBe(before);
    const insisted = await give('1', { step: 'send', explanation: 'earlier_reading_wrong' });
    expect([insisted.status, led(insisted)]).toEqual([303, `/readings?review=${METER}`]);
    const { events } = await cabinet.kvitok.stack.store.readAll({ after: before, limit: 100 });
    expect(events.map(({ type }) => type)).toContain('ReadingDoubtNoted');
    expect(events.map(({ type }) => type)).not.toContain('ReadingAccepted');
  });
});

describe('a form that is sent after the sign-in has ended', () => {
  const sent = async (referer?: string) =>
    led(await new Resident(cabinet.url).post('/readings', { value0: '1' }, referer === undefined ? {} : { referer }));

  it('leads to the way in, which says that nothing was saved, and from there to its page', async () => {
    expect(await sent(`${cabinet.url}/readings?accepted=${METER}`)).toBe('/sign-in?ended=form&next=%2Freadings');
    const way = (await sent(`${cabinet.url}/readings?meter=${METER}`)) ?? '';
    expect(way).toBe(`/sign-in?ended=form&next=%2Freadings%3Fmeter%3D${METER}`);
    const person = new Resident(cabinet.url);
    expect(words(await person.get(way))).toMatch(/не сохранено. Войдите снова\s*: мы откроем ту же страницу/);
    const { login, code } = await cabinet.slipOf(ACCOUNT);
    expect(led(await person.submit(way, '/sign-in', { login, code }))).toBe(`/readings?meter=${METER}`);
  });

  it.each([
    ['of another site', 'https://evil.example/readings'],
    ['that only takes forms', 'SELF/readings/M00066/replace'],
    ['that is nowhere', 'SELF/nowhere'],
    ['that looks like another site', 'SELF//evil.example/readings'],
    ['of no address', 'nonsense'],
    ['that is not told', undefined],
  ])('leads back to no page %s', async (_, referer) => {
    expect(await sent(referer?.replace('SELF', cabinet.url))).toBe('/sign-in?ended=form');
  });
});

describe('what a page cannot take', () => {
  it('is told to people, not to programs', async () => {
    const who = await resident();
    const forged = [
      await who.submit('/pay', '/pay', { payee: 'somebody' }),
      await who.submit('/slips', '/slips', { period: '2026-99' }),
      await who.submit('/account', '/account/freeze', { sure: 'yes', unknownField: '1' }),
    ];
    for (const answer of forged) {
      expect(answer.status).toBe(400);
      expect(words(answer)).toContain('Ничего не записано');
      expect(words(answer)).not.toMatch(/JSON|UTF|Запрос/);
    }
  });

  it('is said at the field where a question is too long, and the question is kept', async () => {
    const who = await resident();
    const page = await who.get('/conversations/new');
    const form = new FormData();
    for (const name of ['token', 'account', 'key', 'kind', 'reference']) {
      form.append(name, new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? '');
    }
    const text = 'длинно'.repeat(34_000);
    form.append('text', text);
    const answer = await who.ask('/conversations', { method: 'POST', body: form });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#text">');
    expect(words(answer)).toContain('Сообщение длиннее');
    expect(answer.text).toContain(text);
  });

  it('is a day on which nobody can come, already when an order is checked', async () => {
    const who = await resident();
    const path = '/services/mixer-replacement/order';
    const wish = { partOfDay: 'evening', quantity: '1', comment: '', paid: 'at_once', step: 'check' };
    for (const visitOn of ['2026-10-01', '2030-01-01', '2026-02-30']) {
      const answer = await who.submit(path, path, { ...wish, visitOn });
      expect([visitOn, answer.status]).toEqual([visitOn, 422]);
      expect(words(answer)).toContain('Выберите день из списка');
    }
    const open = /<option value="(2026-[^"]+)"/.exec((await who.get(path)).text)?.[1] ?? '';
    expect(words(await who.submit(path, path, { ...wish, visitOn: open }))).toContain('Проверьте заказ');
  });

  it('is an order that was placed and changed by going back, until it is sent as another one', async () => {
    const who = await resident();
    const path = '/services/mixer-replacement/order';
    const { text } = await who.get(path);
    const [first = '', second = ''] = [...text.matchAll(/<option value="(2026-[^"]+)"/g)].map(([, day]) => day ?? '');
    const wish = { partOfDay: 'evening', quantity: '1', comment: '', paid: 'on_slip', step: 'place' };
    const sent = { ...wish, key: 'went-back-once' };
    expect((await who.submit(path, path, { ...sent, visitOn: first })).status).toBe(303);
    const changed = await who.submit(path, path, { ...sent, visitOn: second });
    expect(changed.status).toBe(422);
    expect(words(changed)).toContain('Это уже отправлено раньше с другими данными');
    const [, key = ''] = /name="key" value="([^"]+)"/.exec(changed.text) ?? [];
    expect((await who.submit(path, path, { ...wish, key, visitOn: second })).status).toBe(303);
  });
});

describe('a sign-in that its owner has frozen', () => {
  it('leads to the way in, which says that it is frozen and who opens it', async () => {
    const who = await resident();
    const way = led(await who.submit('/account', '/account/freeze', { sure: 'yes' })) ?? '';
    expect(way).toBe('/sign-in?ended=frozen');
    expect(words(await who.get(way))).toMatch(/Вход заморожен.*Открыть вход может только бухгалтерия/s);
  });
});
