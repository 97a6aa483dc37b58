import type { Request } from 'express';
import { PAGES_MAX } from '../api/row-window';

/** A part of a query as it was typed; empty where it is absent or no single text. */
export function askedText({ query }: Request, name: string): string {
  const value: unknown = query[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** The page of a long table. */
export function askedPage(request: Request): number {
  const page = Number(askedText(request, 'page') || '1');
  return Number.isSafeInteger(page) && page >= 1 && page <= PAGES_MAX ? page : 1;
}

/** A link with what is asked for; what is empty stays out. */
export function linkTo(path: string, asked: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(asked).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
