import { randomBytes } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';

/** A browser is known for a year; what it is trusted with is decided by identity. */
const LONG_LIVED_MILLISECONDS = 365 * 24 * 60 * 60 * 1_000;
const BROWSER_BYTES = 24;
const WELL_FORMED = /^[A-Za-z0-9_-]{1,128}$/;

export interface CookieSettings<Name extends string> {
  /** Where the gateway is reached: by it the browser is told to keep cookies to encrypted lines. */
  readonly publicAddress: string;
  /** Two gateways under one host name share a jar: each has names of its own. */
  readonly prefix: string;
  /** Whether a link from another site arrives signed in (`lax`), or never (`strict`). */
  readonly sameSite: 'lax' | 'strict';
  /** Those that outlive the window of the browser. */
  readonly lasting: readonly Name[];
}

/** Cookies of a gateway: opaque, out of reach of scripts, sent to this site alone. */
export class GatewayCookies<Name extends string> {
  private readonly secure: boolean;

  constructor(private readonly settings: CookieSettings<Name | 'browser'>) {
    this.secure = settings.publicAddress.startsWith('https:');
  }

  /** The value, or null where there is none or it is none of ours. */
  read(request: Request, name: Name | 'browser'): string | null {
    const value: unknown = (request.cookies as Record<string, unknown> | undefined)?.[this.nameOf(name)];
    return typeof value === 'string' && WELL_FORMED.test(value) ? value : null;
  }

  /** Ends with the browser’s window where it is not among the lasting ones; identity ends sessions earlier. */
  write(response: Response, name: Name | 'browser', value: string): void {
    response.cookie(this.nameOf(name), value, this.options(name));
  }

  clear(response: Response, name: Name | 'browser'): void {
    response.clearCookie(this.nameOf(name), this.options(name));
  }

  /** What tells browsers apart, made at the first visit: forms and one-time links hold in the browser that asked. */
  browserOf(request: Request, response: Response): string {
    const known = this.read(request, 'browser');
    if (known !== null) return known;
    const made = randomBytes(BROWSER_BYTES).toString('base64url');
    this.write(response, 'browser', made);
    // Whoever was refused before cookies were read has none.
    const marked = request as { cookies?: Record<string, unknown> };
    marked.cookies = { ...marked.cookies, [this.nameOf('browser')]: made };
    return made;
  }

  private nameOf(name: string): string {
    // The prefix makes the browser refuse a cookie that another host or an open line has set.
    return `${this.secure ? '__Host-' : ''}${this.settings.prefix}_${name}`;
  }

  private options(name: Name | 'browser'): CookieOptions {
    const { sameSite, lasting } = this.settings;
    return {
      httpOnly: true,
      secure: this.secure,
      sameSite,
      path: '/',
      ...(lasting.includes(name) ? { maxAge: LONG_LIVED_MILLISECONDS } : {}),
    };
  }
}
