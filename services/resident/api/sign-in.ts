import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { COOKIES } from '../tokens';
import { Cookies } from './cookies';

const USER_AGENT_CHARACTERS_MAX = 300;

/** Signing in, by a page or by the API: the cookies are the same. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(IDENTITY_CLIENT) private readonly identity: IdentityClient,
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  /** Throws what identity refuses the sign-in with. */
  async open(
    request: Request,
    response: Response,
    login: string,
    code: string,
  ): Promise<{ readonly accounts: readonly string[] }> {
    const opened = await this.identity.signIn({
      login,
      code,
      address: request.ip ?? '',
      deviceToken: this.cookies.read(request, 'device'),
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX),
      previousSession: this.cookies.read(request, 'session'),
    });
    this.cookies.write(response, 'session', opened.sessionToken);
    if (opened.deviceToken !== null) this.cookies.write(response, 'device', opened.deviceToken);
    this.cookies.clear(response, 'place');
    return { accounts: opened.accounts };
  }
}

/** What people put between digits is left out. */
export function digitsOf(text: string | undefined): string {
  return (text ?? '').replace(/[\s\u00a0\u202f.\u2010-\u2015-]/g, '').slice(0, 32);
}
