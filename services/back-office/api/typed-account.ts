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

/** Takes a number out of a request before a handler sees it. Rethrows what is no refusal, and what the address names. */
export function takeOutAccount(request: Request, typed: string, refusal: unknown): void {
  if (!(refusal instanceof RejectedError) || request.params['account'] !== undefined) throw refusal;
  const without = (fields: unknown) =>
    typeof fields === 'object' && fields !== null ? { ...fields, account: '' } : fields;
  // The query is read anew from the address each time that it is asked for.
  if ('account' in request.query) Object.defineProperty(request, 'query', { value: without(request.query) });
  request.body = without(request.body as unknown);
  (request as Marked)[UNKNOWN] = { typed, error: { field: 'account', message: wordsOf(refusal.rejection) } };
}
