import { Projection, Query, ReadModels, Row } from './read-models.port';

export interface PagesQuery extends Pick<Query, 'where' | 'afterKey'> {
  /** Rows of a page. */
  readonly limit: number;
}

/**
 * All that a query finds, in the order of the keys, page by page: however many rows there are, a process holds one page. The
 * next page is read when whoever asks has done with the one before.
 */
export async function* pagesByKey<Document extends object>(
  readModels: Pick<ReadModels, 'find'>,
  projection: Projection<Document>,
  query: PagesQuery,
): AsyncGenerator<readonly Row<Document>[]> {
  let { afterKey = '' } = query;
  for (;;) {
    const page = await readModels.find(projection, { ...query, afterKey });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < query.limit) return;
    afterKey = last.key;
  }
}
