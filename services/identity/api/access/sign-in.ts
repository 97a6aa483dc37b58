import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CodeChecks } from '#libs/code-vault';
import { CommandHandler } from '#libs/event-store';
import { Clock, periodOf, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, CODE_CHECKS, COMMAND_HANDLER, receiptOf } from '#libs/platform';
import { readAccessCode, readLogin } from '../../domain/access-code.policy';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider, IssuedCredential } from '../../domain/credential.decider';
import { deviceInWords } from '../../domain/device-words.policy';
import { visitStream } from '../../domain/visit.commands';
import { visitDecider } from '../../domain/visit.decider';
import { AfterAnswer } from './after-answer';
import { Alarms } from './alarms';
import { AttachedAccounts, Holder } from './attached-accounts';
import { Devices } from './devices';
import { FindCredentials, FoundCredential } from './find-credentials';
import { Guesser, Guesses, TakenGuess } from './guesses';
import { Sessions } from './sessions';

export interface SignInAsked {
  readonly login: string;
  readonly code: string;
  /** From where the request came. */
  readonly address: string;
  readonly deviceToken: string | null;
  readonly userAgent: string;
  /** A session that this browser had before; it ends. */
  readonly previousSession?: string | null;
}

export interface SignedIn {
  readonly sessionToken: string;
  readonly deviceToken: string;
  readonly account: string;
  readonly login: string;
}

/** Rows of failures that are recorded as an event: once when sign-in begins to wait an hour, once when it is closed. */
const RECORDED_FAILURES = [8, 100];

/** The way in. A login that nobody has is answered as one that somebody has, after the same work. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(CODE_CHECKS) private readonly checks: CodeChecks,
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly credentials: FindCredentials,
    private readonly others: AttachedAccounts,
    private readonly guesses: Guesses,
    private readonly devices: Devices,
    private readonly sessions: Sessions,
    private readonly afterAnswer: AfterAnswer,
    private readonly alarms: Alarms,
  ) {}

  /**
   * Throws RejectedError: IDENTITY_SIGN_IN_MISTYPED, which costs no attempt; IDENTITY_ADDRESS_BLOCKED,
   * IDENTITY_SIGN_IN_LOCKED, IDENTITY_SIGN_IN_CLOSED, IDENTITY_SIGN_IN_WRONG, IDENTITY_SIGN_IN_SUSPENDED.
   */
  async signIn(asked: SignInAsked): Promise<SignedIn> {
    const { account, login, state } = await this.prove(asked);
    if (state.suspended) throw new RejectedError(new Rejection('IDENTITY_SIGN_IN_SUSPENDED'));
    const words = deviceInWords(asked.userAgent);
    const device = await this.devices.remember(asked.deviceToken, login, words);
    const visitId = randomUUID();
    const month = periodOf(this.clock.today());
    const attachedAccounts = await this.opened({ account, codeId: state.codeId }, login);
    const entered = { login, account, visitId, device: words, isNewDevice: device.isNew, attachedAccounts };
    receiptOf(
      await this.commands.execute({
        stream: visitStream(login, month),
        decider: visitDecider,
        command: { kind: 'EnterCabinet', ...entered },
        commandId: `visit:${visitId}`,
        actor: `resident:${login}`,
      }),
    );
    if (asked.previousSession) await this.sessions.end(asked.previousSession);
    const session = { login, account, codeId: state.codeId, visitId, device: words };
    return { sessionToken: await this.sessions.begin(session), deviceToken: device.token, account, login };
  }

  /** Checks a login and its code under the limits, for signing in and for attaching. Throws what `signIn` throws. */
  async prove(
    asked: Pick<SignInAsked, 'login' | 'code' | 'address' | 'deviceToken'>,
  ): Promise<{ readonly account: string; readonly login: string; readonly state: IssuedCredential }> {
    const [login, code] = [readLogin(asked.login), readAccessCode(asked.code)];
    if (login === null || code === null) {
      const field = login === null ? 'login' : 'code';
      throw new RejectedError(new Rejection('IDENTITY_SIGN_IN_MISTYPED', { field }));
    }
    await this.guesses.takeFromAddress(asked.address);
    const guesser: Guesser = { login, deviceKey: await this.devices.find(asked.deviceToken, login) };
    const taken = await this.guesses.take(guesser);
    const found = await this.credentials.byLogin(login);
    const issued = found?.state.status === 'issued' ? found.state : null;
    const isRight = await this.checks.matches(issued?.codeId ?? null, code);
    if (!isRight || found === null || issued === null) {
      this.afterAnswer.do(() => this.noteFailure(login, found, taken));
      throw new RejectedError(new Rejection('IDENTITY_SIGN_IN_WRONG'));
    }
    await this.guesses.forget(guesser);
    await this.guesses.giveBackToAddress(asked.address);
    return { account: found.account, login, state: issued };
  }

  /** The other accounts that the sign-in opens: their people are to see who came. */
  private async opened(holder: Holder, login: string): Promise<readonly string[]> {
    const { access } = await this.credentials.withAccess(holder.account, login);
    const attached = await this.others.seenBy(holder, access.attached);
    return attached.filter(({ isOpen }) => isOpen).map((one) => one.account);
  }

  private async noteFailure(login: string, found: FoundCredential | null, taken: TakenGuess): Promise<void> {
    const spray = await this.guesses.noteFailure(login);
    if (spray !== null) await this.alarms.raise({ kind: 'guessing', count: spray.failures });
    const { failuresInARow, minutesIfWrong: minutes } = taken;
    if (found?.state.status !== 'issued' || !RECORDED_FAILURES.includes(failuresInARow)) return;
    await this.commands.execute({
      stream: credentialStream(found.account),
      decider: credentialDecider,
      command: { kind: 'LockSignIn', account: found.account, failuresInARow, minutes },
      commandId: `lock-sign-in:${randomUUID()}`,
      actor: 'service:identity',
    });
  }
}
