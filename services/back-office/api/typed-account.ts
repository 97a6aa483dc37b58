import { SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';

/** On pages whose form has a field for the number of an account. */
export const ACCOUNT_IS_TYPED = 'kvitok:account-is-typed';

const UNKNOWN = Symbol('the account that was typed and is not there');

/** A number that was typed, and what is said of it beside the field. */
export interface UnknownAccount {
  readonly typed: string;
  readonly error: FieldError;
}

type Marked = Request & { [UNKNOWN]?: UnknownAccount };

/**
 * On this page a person types the number of an account: one that is not there, or is another company’s, is told beside
 * the field, and nothing else that was typed is lost. The handler never sees the number, only what `unknownAccount` says.
 */
export function AccountIsTyped(): MethodDecorator {
  return SetMetadata(ACCOUNT_IS_TYPED, true);
}

/** What was typed in place of an account; null where nothing wrong was. */
export function unknownAccount(request: Request): UnknownAccount | null {
  return (request as Marked)[UNKNOWN] ?? null;
}

/** Fields by which a request names accounts: one, or several. */
export const ACCOUNT_FIELDS = ['account', 'accounts'] as const;

/**
 * Takes a number out of a request before a handler sees it, out of every field that names accounts. Rethrows what is no
 * refusal, and what the address names.
 */
export function takeOutAccount(request: Request, typed: string, refusal: unknown): void {
  if (!(refusal instanceof RejectedError) || request.params['account'] === typed) throw refusal;
  const field = ACCOUNT_FIELDS.find((one) => [request.query, request.body].some((place) => holds(place, one, typed)));
  if (field === undefined) throw refusal;
  // The query is read anew from the address each time that it is asked for.
  Object.defineProperty(request, 'query', { value: without(request.query, typed), configurable: true });
  request.body = without(request.body, typed);
  // Of several wrong numbers the first is told; the others are, once it is put right.
  (request as Marked)[UNKNOWN] ??= { typed, error: { field, message: wordsOf(refusal.rejection) } };
}

function holds(place: unknown, field: string, typed: string): boolean {
  const value = (place as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  return Array.isArray(value) ? value.includes(typed) : value === typed;
}

function without(place: unknown, typed: string): unknown {
  if (typeof place !== 'object' || place === null) return place;
  const fields = place as Readonly<Record<string, unknown>>;
  const held = ACCOUNT_FIELDS.filter((field) => holds(fields, field, typed));
  const emptied = held.map((field) => {
    const value = fields[field];
    return [field, Array.isArray(value) ? value.filter((one) => one !== typed) : ''] as const;
  });
  return { ...fields, ...Object.fromEntries(emptied) };
}
