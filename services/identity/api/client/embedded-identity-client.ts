import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { CabinetAccess } from '../access/cabinet-access';
import { CabinetSessions } from '../access/cabinet-session';
import { ForgottenCode, ForgottenCodeAsked } from '../access/forgotten-code';
import { Sessions } from '../access/sessions';
import { SignIn, SignInAsked } from '../access/sign-in';
import { CabinetSession, IdentityClient, OpenedCabinet } from './identity-client';

type Proof = Pick<SignInAsked, 'login' | 'code' | 'address' | 'deviceToken'>;
interface Link {
  readonly link: string;
  readonly browserToken: string;
}

/** Identity in the same process. */
@Injectable()
export class EmbeddedIdentityClient implements IdentityClient {
  constructor(
    private readonly way: SignIn,
    private readonly sessions: Sessions,
    private readonly cabinet: CabinetSessions,
    private readonly own: CabinetAccess,
    private readonly forgotten: ForgottenCode,
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

  askForCode(asked: ForgottenCodeAsked): Promise<void> {
    return this.forgotten.ask(asked);
  }

  lookAtOneTimeLink({ link, browserToken }: Link): Promise<boolean> {
    return this.forgotten.isOpen(link, browserToken);
  }

  pressOneTimeLink({ link, browserToken }: Link) {
    return this.forgotten.press(link, browserToken);
  }

  access(sessionToken: string, deviceToken: string | null) {
    return this.own.view(sessionToken, deviceToken);
  }

  journal(sessionToken: string) {
    return this.own.journal(sessionToken);
  }

  attachAccount(sessionToken: string, asked: Proof, origin: CommandOrigin) {
    return this.own.attach(sessionToken, asked, origin);
  }

  detachAccount(sessionToken: string, account: string, origin: CommandOrigin) {
    return this.own.detach(sessionToken, account, origin);
  }

  endSharing(sessionToken: string, toAccount: string, origin: CommandOrigin) {
    return this.own.endSharing(sessionToken, toAccount, origin);
  }

  signOutEverywhere(sessionToken: string, origin: CommandOrigin) {
    return this.own.endEverywhere(sessionToken, origin);
  }

  endSession(sessionToken: string, sessionId: string) {
    return this.own.endSession(sessionToken, sessionId);
  }

  forgetDevice(sessionToken: string, deviceId: string) {
    return this.own.forgetDevice(sessionToken, deviceId);
  }

  suspendSignIn(sessionToken: string, origin: CommandOrigin) {
    return this.own.suspend(sessionToken, origin);
  }
}
