import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { forgetPages } from '#libs/gateway';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { CABINET_SETTINGS, CabinetSettings, WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { COOKIES } from '../tokens';
import { Cookies } from './cookies';
import { Visitor } from './visitor';

const USER_AGENT_CHARACTERS_MAX = 300;

/** What login and code may be refused with. */
export const SIGN_IN_REFUSALS = [
  'IDENTITY_SIGN_IN_MISTYPED',
  'IDENTITY_SIGN_IN_WRONG',
  'IDENTITY_SIGN_IN_LOCKED',
  'IDENTITY_SIGN_IN_CLOSED',
  'IDENTITY_SIGN_IN_SUSPENDED',
  'IDENTITY_SIGN_IN_BUSY',
  'IDENTITY_ADDRESS_BLOCKED',
];

interface Typed {
  readonly login: string;
  readonly code: string;
}

/** Signing in and out, by a page or by the API: the cookies are the same. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(IDENTITY_CLIENT) private readonly identity: IdentityClient,
    @Inject(COOKIES) private readonly cookies: Cookies,
    @Inject(CABINET_SETTINGS) private readonly settings: CabinetSettings,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
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
      deviceToken: this.deviceOf(request),
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX),
      previousSession: this.cookies.read(request, 'session'),
    });
    this.cookies.write(response, 'session', opened.sessionToken);
    if (opened.deviceToken !== null) this.cookies.write(response, 'device', opened.deviceToken);
    this.cookies.clear(response, 'place');
    return { accounts: opened.accounts };
  }

  /** Nothing is done where nobody has signed in. */
  async close(request: Request, response: Response): Promise<void> {
    const session = this.cookies.read(request, 'session');
    if (session !== null) await this.identity.signOut(session);
    this.forget(response);
  }

  /** The browser keeps no session that has ended, and no page of it. */
  forget(response: Response): void {
    forgetPages(response);
    this.cookies.clear(response, 'session');
    this.cookies.clear(response, 'place');
  }

  /** «Я не помню пароль»: the link that is sent opens in this browser alone. Nobody is told whether the login exists. */
  async askForCode(request: Request, response: Response, login: string): Promise<void> {
    const browserToken = this.cookies.browserOf(request, response);
    const linkPage = `${this.settings.publicAddress}/code/`;
    await this.identity.askForCode({ login, address: request.ip ?? '', browserToken, linkPage });
  }

  /** Shows another account under the sign-in. Throws what a sign-in throws, IDENTITY_ACCOUNT_IS_OWN, …_TOO_MANY_ATTACHED. */
  async attach(
    request: Request,
    { sessionToken }: Visitor,
    typed: Typed,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly account: string }> {
    const proof = { ...typed, address: request.ip ?? '', deviceToken: this.deviceOf(request) };
    const receipt = await this.identity.attachAccount(sessionToken, proof, origin);
    await this.untilSeen(receipt.position);
    return receipt;
  }

  async detach(
    response: Response,
    { sessionToken }: Visitor,
    account: string,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const receipt = await this.identity.detachAccount(sessionToken, account, origin);
    await this.untilSeen(receipt.position);
    // The places of the others have changed.
    this.cookies.clear(response, 'place');
    return receipt;
  }

  /** Another sign-in shows the account of this one no more. */
  async endSharing({ sessionToken }: Visitor, other: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const receipt = await this.identity.endSharing(sessionToken, other, origin);
    await this.untilSeen(receipt.position);
    return receipt;
  }

  deviceOf(request: Request): string | null {
    return this.cookies.read(request, 'device');
  }
}

/** What people put between digits is left out. */
export function digitsOf(text: string | undefined): string {
  return (text ?? '').replace(/[\s\u00a0\u202f.\u2010-\u2015-]/g, '').slice(0, 32);
}
