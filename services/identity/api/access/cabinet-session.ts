import { Injectable } from '@nestjs/common';
import { CredentialState } from '../../domain/credential.decider';
import { FindCredentials } from './find-credentials';
import { OpenSession, Sessions } from './sessions';

/** An account that is attached to a sign-in; shut where its code was replaced since, or its sign-in frozen. */
export interface AttachedAccountView {
  readonly account: string;
  readonly isOpen: boolean;
}

export interface CurrentSession {
  readonly session: OpenSession;
  readonly attached: readonly AttachedAccountView[];
  /** The account of the login and every attached one that is open. */
  readonly accounts: readonly string[];
}

/** What a session opens at this moment, by the log: a code that was replaced ends it at once. */
@Injectable()
export class CabinetSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly credentials: FindCredentials,
  ) {}

  async current(token: string): Promise<CurrentSession | null> {
    const session = await this.sessions.use(token);
    if (session === null) return null;
    const { account, login, codeId } = session;
    const { state, access } = await this.credentials.withAccess(account, login);
    if (!isOpenWith(state, codeId)) {
      await this.sessions.end(token);
      return null;
    }
    const states = await this.credentials.byAccounts(access.attached.map((one) => one.account));
    const attached = access.attached.map((one) => ({
      account: one.account,
      isOpen: isOpenWith(states.get(one.account), one.codeId),
    }));
    const open = attached.filter(({ isOpen }) => isOpen).map((one) => one.account);
    return { session, attached, accounts: [account, ...open] };
  }
}

function isOpenWith(state: CredentialState | undefined, codeId: string): boolean {
  return state?.status === 'issued' && state.codeId === codeId && !state.suspended;
}
