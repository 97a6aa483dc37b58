import { randomBytes } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { CabinetSettings } from '../settings';

/** Cookies of the cabinet: opaque, out of reach of scripts, sent to this site alone. */
export type CookieName = 'session' | 'browser' | 'device' | 'place';

/** A browser is known for a year; what it is trusted with is decided by identity. */
const LONG_LIVED_MILLISECONDS = 365 * 24 * 60 * 60 * 1_000;
const BROWSER_BYTES = 24;
const WELL_FORMED = /^[A-Za-z0-9_-]{1,128}$/;

export class Cookies {
  private readonly secure: boolean;

  constructor({ publicAddress }: Pick<CabinetSettings, 'publicAddress'>) {
    this.secure = publicAddress.startsWith('https:');
  }

  /** The value, or null where there is none or it is none of ours. */
  read(request: Request, name: CookieName): string | null {
    const value: unknown = (request.cookies as Record<string, unknown> | undefined)?.[this.nameOf(name)];
    return typeof value === 'string' && WELL_FORMED.test(value) ? value : null;
  }

  /** Session and place end with the browser's window; identity ends the session earlier. */
  write(response: Response, name: CookieName, value: string): void {
    response.cookie(this.nameOf(name), value, this.options(name));
  }

  clear(response: Response, name: CookieName): void {
    response.clearCookie(this.nameOf(name), this.options(name));
  }

  /** What tells browsers apart, made at the first visit: forms and one-time links hold in the browser that asked. */
  browserOf(request: Request, response: Response): string {
    const known = this.read(request, 'browser');
    if (known !== null) return known;
    const made = randomBytes(BROWSER_BYTES).toString('base64url');
    this.write(response, 'browser', made);
    (request.cookies as Record<string, unknown>)[this.nameOf('browser')] = made;
    return made;
  }

  private nameOf(name: CookieName): string {
    // The prefix makes the browser refuse a cookie that another host or an open line has set.
    return this.secure ? `__Host-kvitok_${name}` : `kvitok_${name}`;
  }

  private options(name: CookieName): CookieOptions {
    const lasting = name === 'browser' || name === 'device';
    return {
      httpOnly: true,
      secure: this.secure,
      sameSite: 'lax',
      path: '/',
      ...(lasting ? { maxAge: LONG_LIVED_MILLISECONDS } : {}),
    };
  }
}
