import { createFormTokens as createTokens, FormTokens } from '#libs/gateway';
import { CabinetSettings } from '../settings';
import { Cookies } from './cookies';

export { isOwnOrigin, TOKEN_FIELD, type FormTokens } from '#libs/gateway';

export function createFormTokens({ publicAddress, formSecret }: CabinetSettings, cookies: Cookies): FormTokens {
  const cabinet = { cookie: 'kvitok_form', sameSite: 'lax', stale: 'CABINET_FORM_STALE' } as const;
  return createTokens({ publicAddress, formSecret, ...cabinet }, cookies);
}
