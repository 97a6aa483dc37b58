import { parse } from 'csv-parse/sync';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rebuildAll } from '#libs/read-models';
import { CarryOutClosesJob, NightTurns } from '#services/billing';
import { FinishRegistriesJob } from '#services/payments';
import { zipEntries } from '../../libs/testing/zip-entries';
import { SUPPORT_CLIENT, SupportClient } from '../../services/support/api/client';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { openBrowser } from '../support/browser';
import { ACCOUNT, TIME_ZONE } from '../support/cabinet';
import { Clerk, inOneLine } from '../support/clerk';
import { resultBeside, sharedFolder } from '../support/command-line';
import { askedBy, AskedConversation } from '../support/office-conversation';
import { sumsOf } from '../support/page-text';
import { sberbankRegistry } from '../support/registry-file';
import { sampleArchive, sampleCompanyId, sampleLines } from '../support/sample-archive';
import { KNOWN_ACCOUNT, MEANT_ACCOUNT, MISTYPED_ACCOUNT, ROWS } from './money';

/** A month whose right statements are known from outside: they come with the sample company. */
const MONTH = '2026-09';
const NEXT_MONTH = '2026-10';
/** The last day on which readings are asked for. By then every reading of the sample for this month is given. */
const FIRST_DAY = '2026-09-25';
const LAST_DAY = '2026-09-30';
/** A day after the sums of the registry were paid. */
const DAY_OF_THE_REGISTRY = '2026-10-06';
const LAST_DAY_OF_NEXT = '2026-10-31';
const HOUSE = '445000, Самарская обл., г. Тольятти, ул. Учебная, д. 12';
const COLD_WATER = 'cold_water';
const ACCOUNTS = sampleLines('accounts.csv').slice(1);
const REFUNDED = 400_00;

interface Payee {
  readonly payee: string;
  readonly openingKopecks: number;
  readonly charges: readonly { readonly utility: string; readonly tariff: string; readonly amountKopecks: number }[];
  readonly chargedKopecks: number;
  readonly recalculatedKopecks: number;
  readonly penaltyKopecks: number;
  readonly paymentsKopecks: number;
  readonly closingKopecks: number;
}

interface Statement {
  readonly account: string;
  readonly period: string;
  readonly payees: readonly Payee[];
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
const total = (statements: readonly Statement[], figure: (payee: Payee) => number) =>
  sum(statements.flatMap(({ payees }) => payees.map(figure)));

/** What the month has to come to, account by account, by whoever made the sample. */
const right = (
  JSON.parse(readFileSync(join(sharedFolder('sample'), 'expected', 'statements.json'), 'utf8')) as {
    statements: Statement[];
  }
).statements.filter(({ period }) => period === MONTH);

/** The resident of this account has told the reading of the cold water by telephone, and not in the cabinet. */
const meter = sampleLines('meters.csv')
  .map((line) => line.split(';'))
  .find(([, account, utility]) => account === ACCOUNT && utility === COLD_WATER);
const [METER = '', , , SERIAL = ''] = meter ?? [];
const toldByTelephone = (line: string) => line.startsWith(`${METER};${MONTH}`);
const [, READ_ON = '', , VALUE = ''] = sampleLines('readings.csv').find(toldByTelephone)?.split(';') ?? [];

/** The company as its programme before would have given it: it goes on after September, and two people close. */
const archive = () =>
  sampleArchive({
    'settings.csv': (lines) => [
      ...lines.map((line) => (line.startsWith('last_period;') ? 'last_period;2000-01-01;2026-12' : line)),
      `period_close;${MONTH}-01;TWO_PEOPLE`,
    ],
    'readings.csv': (lines) => lines.filter((line) => !toldByTelephone(line)),
  });

/** Sums of the sheet as they stand in its order. */
const FIGURES = [
  'openingKopecks',
  'chargedKopecks',
  'recalculatedKopecks',
  'penaltyKopecks',
  'paidKopecks',
  'returnedKopecks',
  'closingKopecks',
] as const;
type Line = { readonly account: string; readonly payee: string } & Readonly<Record<(typeof FIGURES)[number], number>>;

const PAYEES: Readonly<Record<string, string>> = {
  main: 'Жильё и коммунальные услуги',
  capital_repair: 'Капитальный ремонт',
};

// Under way it waits for whole months to be recorded, on a machine that may be busy.
jest.setTimeout(10 * 60_000);

let browser: Browser;
let office: RunningBackOffice;
let anna: Clerk;
let boris: Clerk;
let question: AskedConversation;
/** Of the recalculations that the pages have said, kopecks. */
const recalculated: number[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  const dataDir = mkdtempSync(join(tmpdir(), 'kvitok-month-'));
  office = await startBackOffice([], { dataDir, companyId: sampleCompanyId() });
  office.clock.set(FIRST_DAY, '10:00:00', TIME_ZONE);
  const album = { pictures: 0 };
  anna = await Clerk.at(browser, office, await office.enrol('accountant'), album);
  boris = await Clerk.at(browser, office, await office.enrol('chief'), album);
});

afterAll(async () => {
  await browser?.close();
  await office?.close();
});

/** What the process does by itself between two looks of a person at a page. */
async function meanwhile(): Promise<void> {
  await office.kvitok.drain();
  await office.kvitok.app.get(CarryOutClosesJob).all();
  await office.kvitok.app.get(FinishRegistriesJob).all();
  await office.kvitok.drain();
}

async function pdfText(pdf: Buffer): Promise<string> {
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const { stdout, status } = spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], {
    input: pdf,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  expect(status).toBe(0);
  return stdout;
}

/** The amount of the total of the table on the page. */
async function totalOf({ page }: Clerk): Promise<number> {
  return sumsOf(await page.locator('tfoot').first().innerText()).at(-1) ?? Number.NaN;
}

describe('the first day', () => {
  it('the accountant comes in, and is led to the import of her company', async () => {
    await anna.comesIn();
    await anna.arrived('Данных Вашей компании здесь нет', 'nothing-yet');
    await anna.presses('Загрузить данные');
    await anna.arrived('Сначала данные только проверят', 'import');
  });

  it('sees what the archive holds before anything is recorded, and loads it', async () => {
    await anna.attaches('Архив с данными', { name: 'квартал.zip', mimeType: 'application/zip', buffer: archive() });
    await anna.presses('Проверить данные');
    await anna.pressesUntil('Обновить', 'Данные проверены, ошибок нет');
    await anna.arrived('Данные проверены, ошибок нет', 'import-checked');
    expect(await anna.fact('Счетов')).toBe(String(ACCOUNTS.length));
    expect(await anna.fact('Показаний')).toBe(
      String(sampleLines('readings.csv').length - 2).replace(/^(\d)(\d{3})$/, '$1\u202f$2'),
    );
    await anna.presses('Загрузить данные');
    await anna.pressesUntil('Обновить', 'Загружено: квартал.zip');
    await anna.arrived('Тот же архив ещё раз ничего не добавит', 'import-done');
    await office.kvitok.drain();
    await anna.presses('Сегодня');
    await anna.arrived('сентябрь 2026, идёт до 30 сентября 2026', 'today');
  });

  it('finds the one meter that nobody has read, and records what the resident said on the telephone', async () => {
    await anna.presses('Месяц');
    await anna.presses('Показания');
    await anna.says('Показания: сентябрь 2026');
    await anna.types('Лицевой счёт', ACCOUNT);
    await anna.chooses('Показать', 'Показаний нет');
    await anna.presses('Показать');
    await anna.arrived(new RegExp(`Холодная вода, № ${SERIAL}`), 'readings-missing');
    await anna.pressesInRow(SERIAL, /^Записать/);
    await anna.says('Записать показание');
    await anna.types(/^Показание/, '1');
    await anna.presses('Записать');
    await anna.arrived('меньше прежнего', 'reading-refused');
    await anna.types(/^Показание/, VALUE.replace('.', ','));
    await anna.types('Когда снято', READ_ON);
    await anna.picks('По телефону');
    await anna.presses('Записать');
    await anna.arrived('Показание записано', 'reading-noted');
    const charged = lineOf(right, ACCOUNT).amountKopecks;
    expect(sumsOf(await anna.row(SERIAL).innerText())).toEqual([charged]);
  });

  it('calculates the month', async () => {
    await anna.presses('Месяц');
    await anna.arrived('Открыт сентябрь 2026', 'month-open');
    await anna.says('Закрыть месяц можно с вечера последнего дня, 30 сентября 2026. Его закрывают два сотрудника.');
    await anna.presses('Рассчитать сейчас');
    // A link to the part of the page at which one stands would show nothing new.
    await anna.pressesUntil('Посмотреть, сколько сделано', 'Расчёт за сентябрь 2026 закончен');
    await anna.arrived('Все счета рассчитаны', 'month-calculated');
  });

  it('sees in the preview every account charged as it has to be, and what was charged the month before', async () => {
    await anna.presses('Что начислит закрытие и чем это отличается от прошлого месяца');
    await anna.arrived('Предпросмотр: сентябрь 2026', 'preview');
    expect(await anna.fact('Закроется счетов')).toBe(String(right.length));
    expect(sumsOf(await anna.fact('Начислено'))).toEqual([total(right, (one) => one.chargedKopecks)]);
    const lines: string[][] = parse(await anna.downloads('CSV'), { bom: true, delimiter: ';' });
    const [headings = [], ...rows] = lines;
    const at = headings.findIndex((heading) => heading.startsWith('Начислено'));
    const shown = rows.map((row) => [row[0], kopecksOf(row[at])] as const);
    const wanted = right.map((one) => [one.account, total([one], (payee) => payee.chargedKopecks)] as const);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted));
  });
});

describe('the last day of the month', () => {
  it('she asks to close it, and cannot agree to that herself', async () => {
    office.clock.set(LAST_DAY, '20:00:00', TIME_ZONE);
    await anna.comesIn();
    await anna.presses('Месяц');
    await anna.says('Закрытый месяц не меняется');
    await anna.presses('Закрыть сентябрь 2026');
    await anna.arrived('На что посмотреть до закрытия', 'close');
    await anna.presses('Попросить второго сотрудника закрыть месяц');
    await anna.arrived('Нужна причина', 'close-without-reason');
    await anna.types('Основание', 'показания проверены');
    await anna.presses('Попросить второго сотрудника закрыть месяц');
    await anna.arrived('Это Ваш запрос', 'close-asked');
    expect(await anna.page.getByRole('button', { name: 'Согласовать' }).count()).toBe(0);
  });

  it('another one finds the request on the first page, and agrees', async () => {
    await boris.comesIn();
    await boris.arrived('ждёт второго сотрудника', 'today-of-the-chief');
    await boris.pressesInRow('ждёт второго сотрудника', /^Закрытие месяца/);
    await boris.arrived('показания проверены', 'approval');
    await boris.presses('Согласовать');
    await boris.says('согласовано, выполняется');
    await meanwhile();
    await boris.presses('Обновить');
    await boris.arrived(`закрыто счетов: ${String(right.length)}`, 'closed');
  });

  it('every account is closed with the charges that it has to have', async () => {
    const closed = await statementsOf(MONTH);
    const charges = (statements: readonly Statement[]) =>
      statements.map(({ account, payees }) => [
        account,
        payees.map(({ payee, openingKopecks, charges: lines, recalculatedKopecks }) => ({
          ...{ payee, openingKopecks, lines, recalculatedKopecks },
        })),
      ]);
    expect(charges(closed)).toEqual(charges(right));
  });
});

describe('the paper', () => {
  it('the slips of a house come out of one button', async () => {
    await anna.presses('Месяц');
    await anna.arrived('Прошлый месяц закрыт: сентябрь 2026', 'month-closed');
    await anna.presses('Квитанции по домам');
    await anna.arrived('Квитанции: сентябрь 2026', 'slips');
    const text = await pdfText(await anna.downloads(/^Скачать квитанции/, HOUSE));
    for (const account of accountsOf('H1')) expect(text).toContain(account);
    for (const account of accountsOf('H2')) expect(text).not.toContain(account);
    await anna.page.reload();
    expect(await anna.textOfRow(HOUSE)).toMatch(/ 24 24 Скачать/);
  });

  it('the codes of the house are made, and printed once', async () => {
    await anna.presses('Жители');
    await anna.presses('Коды доступа');
    await anna.says('Код видит только жилец, на бумаге');
    await anna.pressesInRow(HOUSE, HOUSE);
    await anna.arrived('Счетов без кода в этом доме: 24', 'codes');
    await anna.types('Основание', 'дом принят в управление');
    await anna.presses('Выдать коды тем, у кого их нет');
    await anna.pressesUntil('Обновить', /Код не печатался|ещё не печатался/);
    await anna.presses('Печать кодов');
    await anna.says('Подготовленные и прежние');
    await anna.picks('Коды, которые ещё не печатались');
    await anna.chooses('Дом', HOUSE);
    await anna.types('Основание', 'первые коды');
    await anna.presses('Подготовить печать');
    await anna.arrived('можно печатать', 'codes-ready');
    await anna.presses(/^Напечатать/);
    await anna.arrived('можно один раз', 'codes-link');
    const text = await pdfText(await anna.downloads('Скачать листы для печати'));
    for (const account of accountsOf('H1')) expect(text).toContain(account);
    expect(text).not.toContain(accountsOf('H2')[0]);
    await anna.presses('Назад');
    await anna.arrived('напечатано', 'codes-printed');
  });
});

describe('the registry of the bank', () => {
  it('is looked at: what is new, what is a duplicate, whom nobody knows, where a sum differs', async () => {
    office.clock.set(DAY_OF_THE_REGISTRY, '10:00:00', TIME_ZONE);
    await anna.comesIn();
    await anna.presses('Деньги');
    await anna.presses('Реестры');
    await anna.says('Реестров ещё нет');
    await anna.presses('Загрузить реестр');
    await anna.says('Вид реестра');
    const file = { name: 'реестр.txt', mimeType: 'text/plain', buffer: sberbankRegistry(ROWS) };
    await anna.attaches('Файл банка', file);
    await anna.presses('Проверить файл');
    await anna.arrived('Ещё ничего не записано', 'registry-checked');
    const outcomes = [
      ['запишется на счёт', 1, 1_000_00],
      ['отложится в невыясненные', 1, 2_500_00],
      ['отложится как расхождение', 1, 1_200_00],
      ['не учтётся', 1, 1_000_00],
    ] as const;
    for (const [words, lines, kopecks] of outcomes) {
      const row = await anna.row(words).innerText();
      expect([words, inOneLine(row).includes(` ${String(lines)} `), sumsOf(row)]).toEqual([words, true, [kopecks]]);
    }
  });

  it('is accepted, and each line has become what was said', async () => {
    await anna.presses('Принять реестр');
    await meanwhile();
    await anna.pressesUntil('Обновить', 'сверен: каждая строка записана');
    await anna.arrived('Разобрать отложенное: 2 платежа', 'registry-accepted');
  });

  it('the payment of a mistyped account finds the account that was meant, with the day on which it was made', async () => {
    await anna.presses('Разобрать отложенное: 2 платежа');
    await anna.arrived('Ждут разбора: 2 платежа', 'suspense');
    await anna.pressesInRow(MISTYPED_ACCOUNT, /октября 2026/);
    await anna.says('Похожие счета');
    await anna.presses(MEANT_ACCOUNT);
    await anna.arrived('так, будто платёж был на счёте с того дня', 'suspense-candidate');
    await anna.types('Основание', 'по адресу плательщика');
    await anna.presses(/^Записать платёж от 5 октября 2026/);
    await anna.arrived('Решено: записан на счёт', 'suspense-assigned');
  });

  it('the differing sum is held against the payment that counts, and refused', async () => {
    await anna.presses('Невыясненные');
    await anna.pressesInRow('расходится с известным платежом', /октября 2026/);
    await anna.arrived('С чем расходится', 'conflict');
    await anna.presses('Это не отдельный платёж');
    await anna.explains('Отклонить', 'банк ошибся в сумме');
    await anna.presses('Отклонить');
    await anna.arrived('Решено: отклонён', 'conflict-refused');
    await anna.presses('Невыясненные');
    await anna.says('Таких платежей нет');
  });
});

describe('corrections', () => {
  it('an interruption of a service is recalculated: the formula with its numbers, then the recording', async () => {
    await anna.presses('Месяц');
    await anna.presses('Перерасчёты');
    await anna.presses('Новый перерасчёт');
    await anna.chooses('Что случилось', 'Перерыв в подаче');
    await anna.types('Лицевой счёт', KNOWN_ACCOUNT);
    await anna.presses('Дальше');
    await anna.chooses('Чего не было', 'Холодная вода: 8 ч');
    await anna.types('Закрытый месяц', MONTH);
    await anna.types('Началось', '2026-09-10');
    await anna.types('Часов', '72');
    await anna.presses('Посчитать');
    await anna.arrived('Было и станет по строкам', 'recalculation');
    const charged = lineOf(right, KNOWN_ACCOUNT).amountKopecks;
    const [before = 0, after = 0, difference = 0] = sumsOf(await anna.page.locator('tbody tr').first().innerText());
    expect([before, after - before]).toEqual([charged, difference]);
    expect(difference).toBeLessThan(0);
    expect(await totalOf(anna)).toBe(difference);
    recalculated.push(difference);
    await anna.presses('Записать перерасчёт');
    await anna.arrived('Напишите причину', 'recalculation-without-cause');
    await anna.types('Причина', 'Воды не было 72 часа');
    await anna.types('Документ', 'акт 14');
    await anna.presses('Записать перерасчёт');
    await anna.arrived(/Воды не было 72 часа \(акт 14\).*войдёт в открытый месяц/, 'recalculation-recorded');
  });

  it('a part of a payment is given back when another one agrees', async () => {
    await anna.presses('Деньги');
    await anna.presses('Платежи');
    await anna.types('Счёт или номер платежа', KNOWN_ACCOUNT);
    await anna.presses('Показать');
    await anna.pressesInRow('реестр банка', /^5 октября 2026/);
    await anna.arrived('Платёж на 1 000,00 ₽', 'payment');
    await anna.presses('Вернуть деньги плательщику');
    await anna.types('Сколько вернуть, рублей', '400');
    await anna.presses('Показать, что станет со счётом');
    await anna.arrived('Что станет со счётом', 'refund');
    const [now = 0, then = 0] = sumsOf(`${await anna.fact('Сейчас')} ${await anna.fact('Станет')}`);
    expect(then - now).toBe(REFUNDED);
    await anna.types('Основание', 'заплачено дважды');
    await anna.presses('Попросить руководителя согласовать возврат');
    await anna.arrived('Это Ваш запрос', 'refund-asked');

    await boris.comesIn();
    await boris.pressesInRow('ждёт второго сотрудника', /^Возврат денег/);
    await boris.arrived('заплачено дважды', 'refund-approval');
    await boris.presses('Согласовать');
    await meanwhile();
    await boris.pressesUntil('Обновить', 'возвращено: 400,00 ₽');
    await boris.arrived('выполнено', 'refunded');
  });

  it('the question of a resident about a line leads to its events, and is answered by a correction', async () => {
    const subject = { kind: 'charge_line', reference: `${MONTH}/${COLD_WATER}` } as const;
    question = await askedBy(office, ACCOUNT, subject, 'Мы потратили четыре кубометра. Почему больше?');
    await anna.presses('Жители');
    await anna.presses('Обращения');
    await anna.arrived('ответить до', 'conversations');
    await anna.pressesInRow(ACCOUNT, /^Начисление за сентябрь 2026/);
    await anna.says('Мы потратили четыре кубометра. Почему больше?');
    await anna.presses('Откуда взято каждое число');
    await anna.arrived(/ReadingAccepted/, 'conversation');
    await anna.presses('Сделать перерасчёт');
    await anna.says('Новый перерасчёт');
    await anna.chooses('Что случилось', 'Ошибка компании');
    await anna.presses('Дальше');
    // The line came along with the question.
    await anna.types('Верное количество', '4');
    await anna.types('Верный тариф, ₽', lineOf(right, ACCOUNT).tariff.replace('.', ','));
    await anna.presses('Посчитать');
    await anna.arrived('Было и станет по строкам', 'dispute-recalculation');
    const { tariff, amountKopecks } = lineOf(right, ACCOUNT);
    const difference = 4 * Math.round(Number(tariff) * 100) - amountKopecks;
    expect(await totalOf(anna)).toBe(difference);
    recalculated.push(difference);
    await anna.types('Причина', 'Показание записано с ошибкой');
    await anna.presses('Записать перерасчёт');
    // Back at the question, with this correction chosen.
    await anna.arrived('Ответ исправлением', 'dispute-answer');
    const chosen = anna.page.getByLabel('Ответ исправлением').locator('option:checked');
    expect(inOneLine(await chosen.innerText())).toContain('Показание записано с ошибкой');
    await anna.types('Ваш ответ', 'Вы правы, исправили.');
    await anna.presses('Отправить ответ');
    await anna.arrived(/Исправлено: .*Показание записано с ошибкой/, 'dispute-answered');
    await office.kvitok.drain();
    const support = office.kvitok.app.get<SupportClient>(SUPPORT_CLIENT, { strict: false });
    const { messages } = await support.conversation(ACCOUNT, question.conversationId);
    expect(messages.at(-1)).toMatchObject({
      text: 'Вы правы, исправили.',
      correction: { amountKopecks: difference, cause: 'Показание записано с ошибкой' },
    });
  });
});

describe('the sheet', () => {
  it('the next month is closed, with what was corrected in it', async () => {
    office.clock.set(LAST_DAY_OF_NEXT, '20:00:00', TIME_ZONE);
    await anna.comesIn();
    await anna.presses('Месяц');
    await anna.says('Открыт октябрь 2026');
    await anna.presses('Закрыть октябрь 2026');
    await anna.types('Основание', 'всё проверено');
    await anna.presses('Попросить второго сотрудника закрыть месяц');
    await anna.says('Это Ваш запрос');
    await boris.comesIn();
    await boris.pressesInRow('ждёт второго сотрудника', /^Закрытие месяца/);
    await boris.presses('Согласовать');
    await boris.says('согласовано, выполняется');
    await meanwhile();
    await boris.pressesUntil('Обновить', `закрыто счетов: ${String(right.length)}`);
  });

  it.each([MONTH, NEXT_MONTH])('of %s is the statements, line by line and to the kopeck', async (month) => {
    const statements = await statementsOf(month);
    await anna.presses('Деньги');
    await anna.presses('Ведомость');
    await anna.says('Оборотная ведомость');
    await anna.types('С месяца', month);
    await anna.types('По месяц', month);
    await anna.chooses('Строки', 'По счетам');
    await anna.presses('Показать');
    await anna.arrived('Закрытые месяцы, суммы в рублях', `turnover-${month}`);
    const shown = sumsOf(await anna.page.locator('tfoot').innerText());
    const csv = linesOfCsv(await anna.downloads('CSV'));
    const xlsx = linesOfXlsx(await anna.downloads('Excel'));
    expect(xlsx).toEqual(csv);
    const [totals] = csv.slice(-1);
    expect(FIGURES.map((figure) => totals?.[figure])).toEqual(shown);
    const lines = csv.slice(0, -1);
    expect(lines.map(asStatement)).toEqual(
      statements.flatMap(({ account, payees }) =>
        payees.map((one) => ({
          ...{ account, payee: PAYEES[one.payee] },
          ...{ opening: one.openingKopecks, charged: one.chargedKopecks, recalculated: one.recalculatedKopecks },
          ...{ penalty: one.penaltyKopecks, paid: one.paymentsKopecks, closing: one.closingKopecks },
        })),
      ),
    );
    for (const line of lines) expect(line.closingKopecks).toBe(turnedOver(line));
    for (const figure of FIGURES) expect(totals?.[figure]).toBe(sum(lines.map((line) => line[figure])));
  });

  it('has the sums that were put right and paid meanwhile', async () => {
    const [september, october] = [await statementsOf(MONTH), await statementsOf(NEXT_MONTH)];
    expect(total(october, (one) => one.recalculatedKopecks)).toBe(sum(recalculated));
    expect(total(october, (one) => one.paymentsKopecks)).toBe(1_000_00 - REFUNDED + 2_500_00);
    const balances = (statements: readonly Statement[], figure: (payee: Payee) => number) =>
      statements.map(({ account, payees }) => [account, payees.map((one) => [one.payee, figure(one)])]);
    expect(balances(october, (one) => one.openingKopecks)).toEqual(balances(september, (one) => one.closingKopecks));
  });

  it('no page has complained on the way', () => {
    expect([...anna.complaints(), ...boris.complaints()]).toEqual([]);
  });
});

describe('afterwards', () => {
  it('the night again writes nothing, and every read model built anew is the same', async () => {
    office.clock.set('2026-11-01', '02:00:00', TIME_ZONE);
    await office.kvitok.app.get(NightTurns).run({ date: LAST_DAY_OF_NEXT });
    await office.kvitok.drain();
    const { projections, store, readModelStore } = office.kvitok.stack;
    const head = await store.head();
    await office.kvitok.app.get(NightTurns).run({ date: LAST_DAY_OF_NEXT });
    await office.kvitok.drain();
    expect(await store.head()).toBe(head);
    const rebuilt = await rebuildAll(projections, {
      events: store,
      store: readModelStore,
      restart: true,
      afterwards: 'drop',
    });
    expect(rebuilt.map(({ comparison }) => comparison)).toEqual(projections.map(() => 'equal'));
  });
});

/** What the command of the operator says of a month, in a process of its own. */
async function statementsOf(month: string): Promise<readonly Statement[]> {
  await office.kvitok.drain();
  const said = await resultBeside('statements', '--from', month, '--to', month, '--data', office.dataDir);
  const { statements } = said as { statements: Statement[] };
  expect(statements).toHaveLength(right.length);
  return statements;
}

function lineOf(statements: readonly Statement[], account: string) {
  const { payees = [] } = statements.find((one) => one.account === account) ?? {};
  const line = payees.flatMap(({ charges }) => charges).find(({ utility }) => utility === COLD_WATER);
  if (line === undefined) throw new Error(`No cold water is charged to ${account}`);
  return line;
}

function accountsOf(houseId: string): string[] {
  return ACCOUNTS.map((line) => line.split(';')).flatMap(([account = '', house]) =>
    house === houseId ? [account] : [],
  );
}

/** `1234,50` as kopecks. */
function kopecksOf(cell = ''): number {
  return Math.round(Number(cell.replace(/\s/g, '').replace(',', '.')) * 100);
}

function lineFrom(cells: readonly string[]): Line {
  const [account = '', , payee = '', ...figures] = cells;
  const sums = FIGURES.map((figure, index) => [figure, kopecksOf(figures[index])]);
  return { account, payee, ...(Object.fromEntries(sums) as Record<(typeof FIGURES)[number], number>) };
}

function linesOfCsv(csv: Buffer): Line[] {
  const rows: string[][] = parse(csv, { bom: true, delimiter: ';' });
  return rows.slice(1).map(lineFrom);
}

function linesOfXlsx(xlsx: Buffer): Line[] {
  const entries = zipEntries(xlsx);
  const part = (name: string) => entries.get(name)?.toString('utf8') ?? '';
  const shared = [...part('xl/sharedStrings.xml').matchAll(/<si>([^]*?)<\/si>/g)].map(([, item = '']) =>
    item.replace(/<[^>]*>/g, ''),
  );
  const rows = [...part('xl/worksheets/sheet1.xml').matchAll(/<row\b[^>]*>([^]*?)<\/row>/g)].map(([, row = '']) =>
    [...row.matchAll(/<c\b([^>]*?)(?:\/>|>([^]*?)<\/c>)/g)].map(([, about = '', cell = '']) => {
      const value = /<v>([^<]*)<\/v>/.exec(cell)?.[1] ?? cell.replace(/<[^>]*>/g, '');
      return about.includes('t="s"') ? (shared[Number(value)] ?? '') : value;
    }),
  );
  return rows.slice(1).map(lineFrom);
}

function asStatement(line: Line) {
  return {
    ...{ account: line.account, payee: line.payee },
    ...{ opening: line.openingKopecks, charged: line.chargedKopecks, recalculated: line.recalculatedKopecks },
    ...{ penalty: line.penaltyKopecks, paid: line.paidKopecks - line.returnedKopecks, closing: line.closingKopecks },
  };
}

function turnedOver(line: Line): number {
  return (
    line.openingKopecks +
    line.chargedKopecks +
    line.recalculatedKopecks +
    line.penaltyKopecks -
    line.paidKopecks +
    line.returnedKopecks
  );
}
