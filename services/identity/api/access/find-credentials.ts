import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { fold, RecordedEvent } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { cabinetAccessStream } from '../../domain/cabinet-access.commands';
import { cabinetAccessDecider, CabinetAccessState } from '../../domain/cabinet-access.decider';
import { CabinetAccessEvent } from '../../domain/cabinet-access.events';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider, CredentialState } from '../../domain/credential.decider';
import { CredentialEvent } from '../../domain/credential.events';
import { loginStream } from '../../domain/login.commands';
import { loginDecider } from '../../domain/login.decider';
import { LoginEvent } from '../../domain/login.events';

export interface FoundCredential {
  readonly account: string;
  readonly state: CredentialState;
}

/** No account has this number: read for a login that nobody has, so that it costs what a known one costs. */
const NOBODY = 'nobody';

/**
 * Credentials as the log has them at this moment: what opens a door does not wait for a read model, and a code that was
 * replaced is void at once, whichever process has replaced it.
 */
@Injectable()
export class FindCredentials {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** The credential under a login; null for a login that nobody has. */
  async byLogin(login: string): Promise<FoundCredential | null> {
    const reserved = fold(loginDecider, asEvents<LoginEvent>(await this.store.readStream(loginStream(login))));
    const account = reserved.status === 'reserved' ? reserved.account : NOBODY;
    const state = await this.byAccount(account);
    return account === NOBODY ? null : { account, state };
  }

  async byAccount(account: string): Promise<CredentialState> {
    return fold(credentialDecider, asEvents<CredentialEvent>(await this.store.readStream(credentialStream(account))));
  }

  /** The credentials of many accounts; every account has its state. */
  async byAccounts(accounts: readonly string[]): Promise<ReadonlyMap<string, CredentialState>> {
    const streams = await this.store.readStreams(accounts.map(credentialStream));
    return new Map(
      accounts.map((account) => [
        account,
        fold(credentialDecider, asEvents<CredentialEvent>(streams.get(credentialStream(account)) ?? [])),
      ]),
    );
  }

  /** A credential and what is attached to its login, in one reading. */
  async withAccess(account: string, login: string): Promise<{ state: CredentialState; access: CabinetAccessState }> {
    const [credential, access] = [credentialStream(account), cabinetAccessStream(login)];
    const streams = await this.store.readStreams([credential, access]);
    return {
      state: fold(credentialDecider, asEvents<CredentialEvent>(streams.get(credential) ?? [])),
      access: fold(cabinetAccessDecider, asEvents<CabinetAccessEvent>(streams.get(access) ?? [])),
    };
  }
}

function asEvents<Event>(events: readonly RecordedEvent[]): readonly Event[] {
  return events as unknown as readonly Event[];
}
