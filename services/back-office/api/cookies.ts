import { createFormTokens, FormTokens, GatewayCookies } from '#libs/gateway';
import { BackOfficeSettings } from '../settings';

/** `proof` stands between the password and the code of the second factor. */
export type OfficeCookie = 'session' | 'proof' | 'device';

/** Cookies of the back-office: a link from another site never arrives signed in. */
export class OfficeCookies extends GatewayCookies<OfficeCookie> {
  constructor({ publicAddress }: Pick<BackOfficeSettings, 'publicAddress'>) {
    super({ publicAddress, prefix: 'kvitok_office', sameSite: 'strict', lasting: ['browser', 'device'] });
  }
}

export function createOfficeFormTokens(settings: BackOfficeSettings, cookies: OfficeCookies): FormTokens {
  const { publicAddress, formSecret } = settings;
  const office = { cookie: 'kvitok_office_form', sameSite: 'strict', stale: 'BACK_OFFICE_FORM_STALE' } as const;
  return createFormTokens({ publicAddress, formSecret, ...office }, cookies);
}
