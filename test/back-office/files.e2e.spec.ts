import { parse } from 'csv-parse/sync';
import { RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { routesOf } from '../support/page-routes';
import { Resident } from '../support/resident';
import { officeWorld } from './world';
import type { OfficeWorld } from './operations';

let office: RunningBackOffice;
let world: OfficeWorld;
let olga: Resident;

beforeAll(async () => {
  office = await startBackOffice();
  await office.decide('last_period', '2026-12');
  world = await officeWorld(office);
  olga = await office.officer('accountant');
});

afterAll(() => office?.close());

const MONTHS = 'from=2026-08&to=2026-09&format=csv';
/** Every table that leaves the pages of the office as CSV, by its route. */
const FILES: readonly { readonly route: string; readonly path: (world: OfficeWorld) => string }[] = [
  { route: '/houses.csv', path: () => '/houses.csv' },
  { route: '/houses/:houseId/accounts.csv', path: () => '/houses/H1/accounts.csv' },
  ...['statements', 'lines', 'debts', 'payments'].map((table) => ({
    route: '/accounts/:account/:table.:format',
    path: () => `/accounts/${ACCOUNT}/${table}.csv`,
  })),
  { route: '/tariffs/rules.csv', path: () => '/tariffs/rules.csv' },
  { route: '/readings/csv', path: () => '/readings/csv' },
  { route: '/period/preview/csv', path: () => '/period/preview/csv' },
  { route: '/payments/file', path: () => '/payments/file?from=2026-03-01&format=csv' },
  { route: '/registries/:registryId/file', path: ({ registryId }) => `/registries/${registryId}/file?format=csv` },
  { route: '/turnover/file', path: () => `/turnover/file?by=account&${MONTHS}` },
  { route: '/debtors/file', path: () => '/debtors/file?asOf=2026-09-30&format=csv' },
  { route: '/replay/runs/:runId/file', path: ({ runId }) => `/replay/runs/${runId}/file?format=csv` },
];

/** What a heading says of the decimal numbers below it: roubles and areas with their unit, quantities by their name. */
const MEASURED =
  /, (руб\.|м²|%)$|^(Объём|Часов|Часов × градусов|Коэффициент|Прежнее показание|Показание|Месяцев в среднем|Значение)$/;

async function rowsOf(path: string): Promise<{ headings: string[]; rows: string[][] }> {
  const answer = await olga.get(path);
  expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'text/csv; charset=utf-8']);
  const [headings = [], ...rows]: string[][] = parse(answer.bytes, { bom: true, delimiter: ';' });
  return { headings, rows };
}

describe('tables for a Russian Excel', () => {
  it('are all looked at here', () => {
    const leaving = routesOf(office.office, 'get').filter((route) => /csv$|\/file$|:format$/.test(route));
    const ofPages = leaving.filter((route) => !route.startsWith('/api/'));
    expect([...new Set(FILES.map(({ route }) => route))].sort()).toEqual(ofPages.sort());
  });

  it.each(FILES)('$route: decimal commas, Russian units, and the currency in its headings', async ({ path }) => {
    const { headings, rows } = await rowsOf(path(world));
    expect(rows.length).toBeGreaterThan(0);
    const cells = rows.flat();
    // An instant of the log is no decimal number.
    expect(cells.filter((cell) => /\d\.\d/.test(cell) && !/T[\d:.]+Z$/.test(cell))).toEqual([]);
    expect([...headings, ...cells].filter((cell) => /₽|\b(m[23]|Gcal|kWh)\b/.test(cell))).toEqual([]);
    const decimal = headings.filter((_, column) => rows.some((row) => /^-?\d+,\d+$/.test(row[column] ?? '')));
    expect(decimal.filter((heading) => !MEASURED.test(heading))).toEqual([]);
  });

  it('tell volumes of the readings with their unit beside them', async () => {
    const { headings, rows } = await rowsOf('/readings/csv');
    const [volume, unit] = ['Объём', 'Единица'].map((heading) => headings.indexOf(heading));
    for (const row of rows) expect(row[volume ?? -1]).toMatch(/^-?\d+(,\d+)?( \/ -?\d+(,\d+)?)*$/);
    expect(new Set(rows.map((row) => row[unit ?? -1]))).toEqual(new Set(['м³', 'кВт·ч']));
  });
});
