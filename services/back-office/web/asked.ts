import { TableFormat } from '#libs/gateway';
import { dayTyped } from '#libs/web';
import { PAGES_MAX } from '../api/row-window';

/** What a page was asked for, as it was typed or made up. */
export type TableQuery = Readonly<Record<string, unknown>>;

/** The one of a list that was asked for; undefined for anything else. */
export function oneOf<Value extends string>(values: readonly Value[], asked: unknown): Value | undefined {
  return values.find((value) => value === asked);
}

/** A table of any length is taken away where no sheet is asked for. */
export function tableFormatOf(asked: unknown): TableFormat {
  return asked === 'xlsx' ? 'xlsx' : 'csv';
}

/** A part of a query as it was typed; empty where it is absent or no single text. */
export function askedText(query: TableQuery, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** A day of a query, however it was written: where a browser has no field for days, people type them as they are used to. */
export function askedDay(query: TableQuery, name: string): string {
  return dayOf(askedText(query, name));
}

/** A typed day as programs write it; what is no day stays as it was typed, to be told of. */
export function dayOf(typed: string): string {
  return dayTyped(typed) ?? typed;
}

/** The page of a long table. */
export function askedPage(query: TableQuery): number {
  const page = Number(askedText(query, 'page') || '1');
  return Number.isSafeInteger(page) && page >= 1 && page <= PAGES_MAX ? page : 1;
}
