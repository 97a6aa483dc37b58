import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, CommandReceipt, READ_MODELS, receiptOf } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { AccountSharingCommand, accountSharingStream } from '../../domain/account-sharing.commands';
import { accountSharingDecider } from '../../domain/account-sharing.decider';
import { SharingEndedBy } from '../../domain/account-sharing.events';
import { CabinetAccessCommand, cabinetAccessStream } from '../../domain/cabinet-access.commands';
import { cabinetAccessDecider } from '../../domain/cabinet-access.decider';
import { SessionsEndCause } from '../../domain/cabinet-access.events';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider } from '../../domain/credential.decider';
import { JournalEntry, signInJournal } from '../../projections/sign-in-journal.projection';
import { AttachedAccounts, AttachedAccountView } from './attached-accounts';
import { CabinetSessions, CurrentSession } from './cabinet-session';
import { deviceKey, Devices } from './devices';
import { FindCredentials } from './find-credentials';
import { OpenSession, Sessions } from './sessions';
import { SignIn, SignInAsked } from './sign-in';

export interface SessionView {
  readonly sessionId: string;
  readonly device: string;
  /** UTC instants. */
  readonly startedAt: string;
  readonly usedAt: string;
  /** The one that asks. */
  readonly isThis: boolean;
}

export interface DeviceView {
  readonly deviceId: string;
  readonly device: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly isThis: boolean;
}

/** Another sign-in that shows the account of this one. */
export interface SharedWithView {
  /** The account of that sign-in. */
  readonly account: string;
  readonly sharedOn: CivilDate;
  /** Who is inside by it now. */
  readonly sessions: readonly Pick<SessionView, 'device' | 'startedAt' | 'usedAt'>[];
}

/** What a resident sees and settles of the own way in. */
export interface CabinetAccessView {
  readonly login: string;
  /** The account of the login. */
  readonly account: string;
  readonly attached: readonly AttachedAccountView[];
  /** Who else sees the account of the login. */
  readonly sharedWith: readonly SharedWithView[];
  readonly sessions: readonly SessionView[];
  readonly devices: readonly DeviceView[];
}

const JOURNAL_ENTRIES_MAX = 100;

/** What whoever is signed in may do about the sign-in itself. Each method throws IDENTITY_SESSION_ENDED. */
@Injectable()
export class CabinetAccess {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly credentials: FindCredentials,
    private readonly others: AttachedAccounts,
    private readonly cabinet: CabinetSessions,
    private readonly sessions: Sessions,
    private readonly devices: Devices,
    private readonly way: SignIn,
  ) {}

  async view(sessionToken: string, deviceToken: string | null): Promise<CabinetAccessView> {
    const { session, attached } = await this.current(sessionToken);
    const { login, account } = session;
    const [sessions, devices, sharedWith] = await Promise.all([
      this.sessions.of(login),
      this.devices.of(login),
      this.sharedWith(session),
    ]);
    const thisDevice = deviceToken === null ? null : deviceKey(deviceToken, login);
    return {
      login,
      account,
      attached,
      sharedWith,
      sessions: sessions.map((one) => ({
        sessionId: one.visitId,
        ...insideOf(one),
        isThis: one.key === session.key,
      })),
      devices: devices.map(({ key, words, firstSeenAt, lastSeenAt }) => ({
        deviceId: key,
        device: words,
        firstSeenAt,
        lastSeenAt,
        isThis: key === thisDevice,
      })),
    };
  }

  /** What happened to the account of the login, the newest first. */
  async journal(sessionToken: string): Promise<readonly JournalEntry[]> {
    const { session } = await this.current(sessionToken);
    const query = { where: { account: session.account }, orderBy: ['-position'], limit: JOURNAL_ENTRIES_MAX };
    return (await this.readModels.find(signInJournal, query)).map(({ document }) => document);
  }

  /**
   * Shows another account under this sign-in, to whoever knows its login and code; its own people are told, and may end
   * it. Throws what a sign-in throws.
   */
  async attach(
    sessionToken: string,
    asked: Pick<SignInAsked, 'login' | 'code' | 'address' | 'deviceToken'>,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly account: string }> {
    const { session } = await this.current(sessionToken);
    const { account: attachedAccount, state } = await this.way.prove(asked);
    if (state.suspended) throw new RejectedError(new Rejection('IDENTITY_SIGN_IN_SUSPENDED'));
    const { login, account, codeId: byCodeId } = session;
    const { codeId } = state;
    const command = { kind: 'AttachAccount', login, account, attachedAccount, codeId, byCodeId } as const;
    // What was typed is a secret: it is no part of what a repetition is recognised by.
    const input = { login, attachedAccount };
    await this.execute(login, command, { ...origin, input });
    // Only this opens it. What is interrupted before shows nothing, and is finished by the same request again.
    const devices = [...new Set((await this.sessions.of(login)).map(({ device }) => device))];
    const sharing = { account: attachedAccount, toAccount: account, codeId, toCodeId: byCodeId } as const;
    const share = { kind: 'ShareAccount', ...sharing, sharedOn: this.clock.today(), devices } as const;
    return { ...(await this.share(share, { ...origin, input })), account: attachedAccount };
  }

  async detach(sessionToken: string, attachedAccount: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const { login, account } = (await this.current(sessionToken)).session;
    const detached = await this.execute(login, { kind: 'DetachAccount', login, account, attachedAccount }, origin);
    // An account that was never attached is none of theirs: nothing is written to its side.
    await this.endOne({ account: attachedAccount, toAccount: account }, 'holder', origin);
    return detached;
  }

  /** Another sign-in shows the own account no more; whoever knows the code can attach it again. */
  async endSharing(sessionToken: string, toAccount: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const { account } = (await this.current(sessionToken)).session;
    return this.endOne({ account, toAccount }, 'owner', origin);
  }

  /** «Выйти везде»: every session ends, no other sign-in shows the account, every device is a stranger again. */
  async endEverywhere(sessionToken: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const current = await this.current(sessionToken);
    return this.endAll(current, 'everywhere', origin);
  }

  async endSession(sessionToken: string, sessionId: string): Promise<void> {
    const { session } = await this.current(sessionToken);
    await this.sessions.endVisit(session.login, sessionId);
  }

  async forgetDevice(sessionToken: string, deviceId: string): Promise<void> {
    const { session } = await this.current(sessionToken);
    await this.devices.forget(session.login, deviceId);
  }

  /** Freezes the cabinet: every session ends, and only the office lets anybody in again. */
  async suspend(sessionToken: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const current = await this.current(sessionToken);
    const { account } = current.session;
    const suspended = receiptOf(
      await this.commands.execute({
        ...origin,
        stream: credentialStream(account),
        decider: credentialDecider,
        command: { kind: 'SuspendSignIn', account },
      }),
    );
    await this.endAll(current, 'suspended', { ...origin, commandId: `${origin.commandId}:end` });
    return suspended;
  }

  private async endAll(
    { session: { login, account } }: CurrentSession,
    cause: SessionsEndCause,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.share({ kind: 'EndEverySharing', account, by: 'owner' }, { ...origin, input: { account, cause } });
    const command = { kind: 'EndSessions', login, account, endId: randomUUID(), cause } as const;
    const receipt = await this.execute(login, command, { ...origin, input: { login, cause } });
    await this.sessions.endAllOf(login);
    await this.devices.forgetAllOf(login);
    return receipt;
  }

  private async current(sessionToken: string): Promise<CurrentSession> {
    const current = await this.cabinet.current(sessionToken);
    if (current === null) throw new RejectedError(new Rejection('IDENTITY_SESSION_ENDED'));
    return current;
  }

  /** Those whose codes are still in force, with who is inside by them. */
  private async sharedWith({ account, codeId }: OpenSession): Promise<readonly SharedWithView[]> {
    const inForce = (await this.others.sharingOf(account)).filter((one) => one.codeId === codeId);
    const holders = await this.credentials.byAccounts(inForce.map((one) => one.account));
    const others = await Promise.all(
      inForce.map(async ({ account: holder, toCodeId, sharedOn }) => {
        const state = holders.get(holder);
        if (state?.status !== 'issued' || state.codeId !== toCodeId) return [];
        return [{ account: holder, sharedOn, sessions: (await this.sessions.of(state.login)).map(insideOf) }];
      }),
    );
    return others.flat();
  }

  private endOne(
    which: { readonly account: string; readonly toAccount: string },
    by: SharingEndedBy,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    return this.share({ kind: 'EndSharing', ...which, by }, origin);
  }

  private async share(command: AccountSharingCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const stream = accountSharingStream(command.account);
    const commandId = `${origin.commandId}:sharing`;
    return receiptOf(
      await this.commands.execute({ ...origin, commandId, stream, decider: accountSharingDecider, command }),
    );
  }

  private async execute(login: string, command: CabinetAccessCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const stream = cabinetAccessStream(login);
    return receiptOf(await this.commands.execute({ ...origin, stream, decider: cabinetAccessDecider, command }));
  }
}

function insideOf({ device, startedAt, usedAt }: OpenSession) {
  return { device, startedAt: new Date(startedAt).toISOString(), usedAt: new Date(usedAt).toISOString() };
}
