import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { accountSharingStream } from '../../domain/account-sharing.commands';
import { accountSharingDecider, AccountSharingState, isSharedWith } from '../../domain/account-sharing.decider';
import { AccountSharingEvent } from '../../domain/account-sharing.events';
import { AttachedAccount } from '../../domain/cabinet-access.decider';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider, CredentialState } from '../../domain/credential.decider';
import { CredentialEvent } from '../../domain/credential.events';

/** A sign-in with the code that it was opened by. */
export interface Holder {
  readonly account: string;
  readonly codeId: string;
}

/**
 * An account that is attached to a sign-in; shut where its code was replaced since, its own people have ended it, or its
 * sign-in is frozen.
 */
export interface AttachedAccountView {
  readonly account: string;
  readonly isOpen: boolean;
}

/** What a sign-in shows besides its own account, by the log at this moment. */
@Injectable()
export class AttachedAccounts {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /**
   * The attached accounts of a sign-in, each with whether it is open to it. What was attached by an earlier code of the
   * sign-in is not among them: it may have been another person’s.
   */
  async seenBy(holder: Holder, all: readonly AttachedAccount[]): Promise<readonly AttachedAccountView[]> {
    const attached = all.filter(({ byCodeId }) => byCodeId === undefined || byCodeId === holder.codeId);
    if (attached.length === 0) return [];
    const streams = await this.store.readStreams(
      attached.flatMap(({ account }) => [credentialStream(account), accountSharingStream(account)]),
    );
    return attached.map(({ account, codeId }) => {
      const credential = streams.get(credentialStream(account)) ?? [];
      const sharing = streams.get(accountSharingStream(account)) ?? [];
      const state = fold(credentialDecider, credential as unknown as readonly CredentialEvent[]);
      const shared = fold(accountSharingDecider, sharing as unknown as readonly AccountSharingEvent[]);
      const isShared = isSharedWith(shared, { account: holder.account, codeId, toCodeId: holder.codeId });
      return { account, isOpen: isShared && isOpenWith(state, codeId) };
    });
  }

  /** The other sign-ins that show an account, whichever code they knew. */
  async sharingOf(account: string): Promise<AccountSharingState> {
    const history = await this.store.readStream(accountSharingStream(account));
    return fold(accountSharingDecider, history as unknown as readonly AccountSharingEvent[]);
  }
}

/** Whether a code is the one in force, and the cabinet not frozen. */
export function isOpenWith(state: CredentialState, codeId: string): boolean {
  return state.status === 'issued' && state.codeId === codeId && !state.suspended;
}
