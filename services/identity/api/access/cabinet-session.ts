import { Injectable } from '@nestjs/common';
import { AttachedAccounts, AttachedAccountView, isOpenWith } from './attached-accounts';
import { FindCredentials } from './find-credentials';
import { OpenSession, Sessions } from './sessions';

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
    private readonly others: AttachedAccounts,
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
    const attached = await this.others.seenBy(session, access.attached);
    const open = attached.filter(({ isOpen }) => isOpen).map((one) => one.account);
    return { session, attached, accounts: [account, ...open] };
  }
}
