import { TableFormat } from '#libs/gateway';

/** What a page was asked for, as it was typed or made up. */
export type TableQuery = Readonly<Record<string, unknown>>;

/** The one of a list that was asked for; undefined for anything else. */
export function oneOf<Value extends string>(values: readonly Value[], asked: unknown): Value | undefined {
  return values.find((value) => value === asked);
}

/** A table is taken away as a sheet where nothing else is asked for. */
export function tableFormatOf(asked: unknown): TableFormat {
  return asked === 'csv' ? 'csv' : 'xlsx';
}
