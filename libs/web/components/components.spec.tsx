import { renderToStaticMarkup } from 'preact-render-to-string';
import { Document, pageText } from '../page/document';
import { BarChart } from './bar-chart';
import { Balance, Money, Notice, Summary, Table } from './content';
import { ActionForm, Choice, ErrorSummary, Field } from './forms';
import { MonthsTable } from './months-table';

const text = renderToStaticMarkup;

describe('a page', () => {
  const page = (here: string, errors = 0) =>
    pageText(
      <Document
        title="Показания"
        siteName="Учебный квартал"
        styles={['/assets/web.css']}
        navigation={[
          { href: '/', text: 'Главная' },
          { href: '/readings', text: 'Показания' },
        ]}
        here={here}
        foot={<p>Телефон</p>}
        errors={errors}
      >
        <h1>Показания</h1>
      </Document>,
    );

  it('is a whole document in Russian with a way past the navigation', () => {
    expect(page('/')).toMatch(/^<!doctype html><html lang="ru">/);
    expect(page('/')).toContain('<a class="skip-link" href="#main">');
    expect(page('/')).toContain('<main id="main"');
  });

  it('marks the section it belongs to, and no other', () => {
    expect(page('/readings/7').match(/aria-current="page"/g)).toHaveLength(1);
    expect(page('/readings/7')).toContain('<a href="/readings" aria-current="page">');
    expect(page('/')).toContain('<a href="/" aria-current="page">');
    expect(page('/reading-list')).not.toContain('aria-current');
  });

  it('shows the pages of its section, and where the reader is among them', () => {
    const sections = [
      { href: '/', text: 'Главная' },
      {
        href: '/charges',
        text: 'Начисления',
        inside: [
          { href: '/charges', text: 'По месяцам' },
          { href: '/slips', text: 'Квитанции' },
        ],
      },
    ];
    const at = (here: string) =>
      text(<Document title="" siteName="" styles={[]} navigation={sections} here={here} foot="" children="" />);
    expect(at('/')).not.toContain('По месяцам');
    expect(at('/slips')).toContain('<a href="/slips" aria-current="page">');
    expect(at('/slips')).toContain('<a href="/charges" aria-current="true">Начисления');
    expect(at('/charges/2026-09')).toContain('<a href="/charges" aria-current="page">По месяцам');
  });

  it('with errors says so in the title of the window', () => {
    expect(page('/')).toContain('<title>Показания — Учебный квартал</title>');
    expect(page('/', 1)).toContain('<title>Ошибка: Показания — Учебный квартал</title>');
  });
});

describe('what a person typed or wrote', () => {
  const nasty = '<script>alert(1)</script>"\'&';

  it('is text wherever it stands', () => {
    const shown = [
      text(<Notice kind="notice" title={nasty} />),
      text(<Field id="f" label="Поле" input={{ value: nasty }} error={nasty} />),
      text(<ErrorSummary errors={[{ field: 'f', message: nasty }]} />),
      text(<Summary items={[{ name: nasty, value: nasty }]} />),
      text(<BarChart caption={nasty} bars={[{ label: nasty, value: 1, text: nasty }]} />),
      text(<Table caption={nasty} columns={[{ title: nasty, cell: () => nasty }]} rows={[1]} empty="пусто" />),
    ].join('');
    expect(shown).not.toContain('<script');
    expect(shown).not.toMatch(/="[^"]*"'/);
    expect(shown.match(/&lt;script/g)?.length).toBeGreaterThanOrEqual(10);
  });
});

describe('a field', () => {
  it('is read out with its hint and its error', () => {
    const field = text(<Field id="reading" label="Показание" hint="Как на счётчике" error="Введите число" />);
    expect(field).toContain('<label for="reading">');
    expect(field).toContain('aria-describedby="reading-hint reading-error"');
    expect(field).toContain('aria-invalid="true"');
    expect(field).toContain('id="reading-hint"');
    expect(field).toContain('id="reading-error"');
  });

  it('without either describes itself by nothing', () => {
    expect(text(<Field id="reading" label="Показание" />)).not.toContain('aria-');
  });

  it('an error of a page leads to it', () => {
    const summary = text(<ErrorSummary errors={[{ field: 'reading', message: 'Введите число' }]} />);
    expect(summary).toContain('role="alert"');
    expect(summary).toContain('<a href="#reading">Введите число</a>');
    expect(text(<ErrorSummary errors={[]} />)).toBe('');
  });

  it('of a choice is led to as well: the first option has its id', () => {
    const options = [
      { value: 'a', label: 'А' },
      { value: 'b', label: 'Б' },
    ];
    const choice = text(<Choice name="way" legend="Как?" options={options} chosen="b" />);
    expect(choice).toContain('id="way"');
    expect(choice).toMatch(/value="b" checked/);
  });

  it('of a form that changes something comes with the token of the page', () => {
    const form = text(
      <ActionForm action="/readings" token="t-1">
        <button type="submit">Передать</button>
      </ActionForm>,
    );
    expect(form).toContain('<form method="post" action="/readings"');
    expect(form).toContain('<input type="hidden" name="token" value="t-1"/>');
  });
});

describe('a table', () => {
  type Row = { readonly month: string; readonly sum: number };
  const columns = [
    { title: 'Месяц', cell: (row: Row) => row.month, names: true },
    { title: 'Сумма', cell: (row: Row) => <Money kopecks={row.sum} />, number: true },
  ];

  it('names its columns and rows, also where it is read row by row', () => {
    const table = text(
      <Table
        caption="Начислено"
        columns={columns}
        rows={[{ month: 'март', sum: 100 }]}
        total={['Всего', '1']}
        empty=""
      />,
    );
    expect(table).toContain('<th scope="col">Месяц</th>');
    expect(table).toContain('<th scope="row" data-title="Месяц">март</th>');
    expect(table).toContain('data-title="Сумма"');
    expect(table).toContain('<tfoot>');
  });

  it('without rows says what will be there', () => {
    expect(text(<Table caption="Начислено" columns={columns} rows={[]} empty="Появится в апреле" />)).toBe(
      '<p class="empty">Появится в апреле</p>',
    );
  });
});

describe('a chart', () => {
  const bars = [
    { label: 'март', value: 10, text: '10 м³' },
    { label: 'апрель', value: 5, text: '5 м³', estimated: true, before: 20 },
    { label: 'май', value: -3, text: '−3 м³' },
  ];
  const heights = (markup: string) =>
    [...markup.matchAll(/<rect[^>]*height="([^"]+)"/g)].map(([, height]) => Number(height));

  it('draws to one scale, nothing below its axis', () => {
    expect(heights(text(<BarChart caption="Расход" bars={bars} />))).toEqual([92, 184, 46, 0]);
  });

  it('of nothing at all is an axis', () => {
    expect(heights(text(<BarChart caption="Расход" bars={[]} />))).toEqual([]);
    expect(heights(text(<BarChart caption="Расход" bars={[{ label: 'март', value: 0, text: '0' }]} />))).toEqual([0]);
  });

  it('is left to the eye: the table beside it is what is read out', () => {
    expect(text(<BarChart caption="Расход" bars={bars} />)).toContain('aria-hidden="true"');
  });
});

it('a balance is said in words, a sum in figures', () => {
  expect(text(<Balance kopecks={-5} />)).toContain('переплата');
  expect(text(<Money kopecks={-5} />)).toContain('−0,05');
});

describe('a table of months', () => {
  const months = (count: number) =>
    Array.from({ length: count }, (_, back) => {
      const month = 2026 * 12 + 2 - back;
      return {
        period: `${String(Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`,
        kopecks: back,
      };
    });
  const shown = (count: number) =>
    text(
      <MonthsTable
        caption="По месяцам"
        rows={months(count)}
        empty="Месяцев ещё нет."
        columns={[
          { title: 'Месяц', names: true, cell: ({ period }) => period },
          { title: 'Сумма', number: true, minor: ({ kopecks }) => kopecks === 0, cell: ({ kopecks }) => kopecks },
        ]}
        totalOf={(rows) => ['Всего', rows.length]}
      />,
    );

  it('shows a year of them, and those before it a year at a time when they are asked for, without a script', () => {
    const page = shown(20);
    const [open = '', ...folded] = page.split('<details>');
    expect(open.match(/<th scope="row"/g)).toHaveLength(12);
    expect(open).toContain('2025-04');
    expect(open).not.toContain('2025-03');
    expect(folded).toHaveLength(2);
    expect(folded[0]).toContain('<summary>2025 год, 3\u00a0месяца</summary>');
    expect(folded[1]).toContain('<summary>2024 год, 5\u00a0месяцев</summary>');
    // Each table adds up by itself.
    expect([...page.matchAll(/<tfoot>.*?>(\d+)<\/td>/g)].map(([, total]) => total)).toEqual(['12', '3', '5']);
  });

  it('folds nothing where a year is all there is', () => {
    expect(shown(12)).not.toContain('<details>');
    expect(shown(0)).toBe('<p class="empty">Месяцев ещё нет.</p>');
  });

  it('marks a cell that says nothing new, so that a telephone leaves it out', () => {
    expect(shown(2).match(/class="number minor"/g)).toHaveLength(1);
  });
});
