import { GatewayCookies } from '#libs/gateway';
import { CabinetSettings } from '../settings';

export type CookieName = 'session' | 'browser' | 'device' | 'place';

/** Cookies of the cabinet. Session and place end with the browser's window; identity ends the session earlier. */
export class Cookies extends GatewayCookies<CookieName> {
  constructor({ publicAddress }: Pick<CabinetSettings, 'publicAddress'>) {
    super({ publicAddress, prefix: 'kvitok', sameSite: 'lax', lasting: ['browser', 'device'] });
  }
}
