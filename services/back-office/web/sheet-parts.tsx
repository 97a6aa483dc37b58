import { VNode } from 'preact';
import { SHEET_ROWS_MAX, TableFormat } from '#libs/gateway';
import { countInWords } from '#libs/web';
import { RowWindow } from '../api/row-window';
import { linkTo } from './links';

/** Of pages with the field «Дом». */
export const CHOOSE_HOUSE = 'выберите дом';

type FilesProps = {
  /** Where the table is as a file. */
  readonly to: (format: TableFormat) => string;
} & (
  | {
      /** Rows of the table. */
      readonly count: number;
      /** What on this very page makes it shorter; null where nothing does. */
      readonly shorter: string | null;
    }
  /** Of a table whose rows are always few. */
  | { readonly count?: undefined; readonly shorter?: undefined }
);

/** The same table as a file. */
export function Files({ to, count = 0, shorter = null }: FilesProps): VNode {
  return (
    <p class="on-screen">
      Скачать таблицу: <a href={to('csv')}>CSV</a>
      {count < SHEET_ROWS_MAX ? (
        <>
          , <a href={to('xlsx')}>Excel</a>
        </>
      ) : (
        `. Для Excel в ней слишком много строк: ${shorter ?? 'возьмите CSV'}`
      )}
    </p>
  );
}

interface PagesProps {
  readonly action: string;
  readonly asked: Readonly<Record<string, string | undefined>>;
  readonly window: Pick<RowWindow<unknown, unknown>, 'count' | 'page' | 'pages'>;
}

/** Which page this is of how many, and the way to the next ones. */
export function Pages({ action, asked, window: { count, page, pages } }: PagesProps): VNode | null {
  if (pages === 1) return null;
  const to = (number: number) => linkTo(action, { ...asked, page: String(number) });
  return (
    <nav class="pages" aria-label="Страницы таблицы">
      {page > 1 && (
        <a href={to(page - 1)} rel="prev">
          Назад
        </a>
      )}
      <span>
        Страница {String(page)} из {String(pages)}, всего {countInWords(count, 'строка', 'строки', 'строк')}
      </span>
      {page < pages && (
        <a href={to(page + 1)} rel="next">
          Дальше
        </a>
      )}
    </nav>
  );
}
