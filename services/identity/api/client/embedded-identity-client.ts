import { Injectable } from '@nestjs/common';
import { CabinetSessions } from '../access/cabinet-session';
import { Sessions } from '../access/sessions';
import { SignIn, SignInAsked } from '../access/sign-in';
import { CabinetSession, IdentityClient, OpenedCabinet } from './identity-client';

/** Identity in the same process. */
@Injectable()
export class EmbeddedIdentityClient implements IdentityClient {
  constructor(
    private readonly way: SignIn,
    private readonly sessions: Sessions,
    private readonly cabinet: CabinetSessions,
  ) {}

  async signIn(asked: SignInAsked): Promise<OpenedCabinet> {
    const { sessionToken, deviceToken, account } = await this.way.signIn(asked);
    const current = await this.cabinet.current(sessionToken);
    return { sessionToken, deviceToken, accounts: current?.accounts ?? [account] };
  }

  async session(sessionToken: string): Promise<CabinetSession | null> {
    const current = await this.cabinet.current(sessionToken);
    return current === null ? null : { accounts: current.accounts, login: current.session.login };
  }

  signOut(sessionToken: string): Promise<void> {
    return this.sessions.end(sessionToken);
  }

  async askForCode(): Promise<void> {
    // The request is answered alike for every login.
  }

  async lookAtOneTimeLink(): Promise<boolean> {
    return false;
  }

  async pressOneTimeLink(): Promise<null> {
    return null;
  }
}
