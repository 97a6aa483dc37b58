import type { Request } from 'express';
import { pageOriginOf } from '#libs/gateway';
import { CommandOrigin } from '#libs/platform';
import { Visitor } from '../api/visitor';

export { goTo, newFormKey, ownPath } from '#libs/gateway';

/** Where a command of a page of the cabinet comes from. */
export function originOf(request: Request, { login, account }: Visitor, key: string): CommandOrigin {
  return pageOriginOf(request, { commandId: `cabinet:${login}:${key}`, actor: `resident:${login}` }, { account });
}
