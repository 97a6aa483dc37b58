import { Inject, Injectable } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import { CodePrints, NewCode } from '#libs/code-vault';
import { CommandHandler, CommandResult } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { CODE_PRINTS, COMMAND_HANDLER, CommandOrigin, CommandReceipt, receiptOf } from '#libs/platform';
import { accessCodeOf, loginOf, RANDOM_BYTES_NEEDED } from '../../domain/access-code.policy';
import { CredentialCommand, credentialStream } from '../../domain/credential.commands';
import { credentialDecider, CredentialState, isReason } from '../../domain/credential.decider';
import { ActorRole, CredentialEvent } from '../../domain/credential.events';
import { loginStream } from '../../domain/login.commands';
import { loginDecider } from '../../domain/login.decider';
import { Devices } from '../access/devices';
import { FindCredentials } from '../access/find-credentials';
import { Guesses } from '../access/guesses';
import { Sessions } from '../access/sessions';

/** Why, and by whom as the office knows the person. */
export interface OfficeCause {
  readonly reason: string;
  readonly actorRole: ActorRole;
}

/** Accounts that are given their first codes together: what waits for its commit at a time. */
export const ACCOUNTS_PER_ISSUE = 100;
/** So many logins of 100 million are taken in a row only where something is wrong with the chance. */
const DRAWS_MAX = 10;

/** Codes are made here, put into the vault and never seen again but by a printer. */
@Injectable()
export class HandOutCodes {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(CODE_PRINTS) private readonly vault: CodePrints,
    private readonly credentials: FindCredentials,
    private readonly sessions: Sessions,
    private readonly devices: Devices,
    private readonly guesses: Guesses,
  ) {}

  /** A credential for an account that has none in force. Throws RejectedError. */
  async issue(account: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    const [result] = await this.issueMany([account], cause, origin);
    return receiptOf(result as CommandResult<CredentialEvent>);
  }

  /** The same for many; each is answered by itself, in the order of the accounts. */
  async issueMany(
    accounts: readonly string[],
    cause: OfficeCause,
    origin: CommandOrigin,
  ): Promise<readonly CommandResult<CredentialEvent>[]> {
    const results: CommandResult<CredentialEvent>[] = [];
    for (let first = 0; first < accounts.length; first += ACCOUNTS_PER_ISSUE) {
      results.push(...(await this.issueChunk(accounts.slice(first, first + ACCOUNTS_PER_ISSUE), cause, origin)));
    }
    return results;
  }

  private async issueChunk(accounts: readonly string[], cause: OfficeCause, origin: CommandOrigin) {
    const states = await this.credentials.byAccounts(accounts);
    const logins = await Promise.all(
      accounts.map((account) => {
        // It is going to be refused: no login is spent on it.
        if (!isReason(cause.reason)) return Promise.resolve('');
        return this.loginFor(account, states.get(account), `${origin.commandId}:${account}`, origin);
      }),
    );
    const codes = accounts.map(newCode);
    await this.vault.put(codes);
    const results = await this.commands.executeMany(
      codes.map(({ account, codeId }, index) => ({
        ...origin,
        stream: credentialStream(account),
        decider: credentialDecider,
        command: { kind: 'IssueCredential' as const, account, codeId, login: logins[index] ?? '', ...cause },
        commandId: `${origin.commandId}:${account}`,
        // Code and login are drawn anew each time: what was asked for is the same all the same.
        input: { account, ...cause },
      })),
    );
    await this.vault.remove(
      codes.flatMap(({ codeId }, index) =>
        codeIdIn(results[index] as CommandResult<CredentialEvent>) === codeId ? [] : [codeId],
      ),
    );
    return results;
  }

  /**
   * A code for a person who stands in the office: the first one, or another one in place of a lost one. Whoever was signed
   * in is so no more. Throws RejectedError.
   */
  async handOut(account: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    const state = await this.credentials.byAccount(account);
    // Issuing and replacing share their id and input: the same request again is recognised whichever of them it was.
    const same = { ...origin, commandId: `${origin.commandId}:${account}`, input: { account, ...cause } };
    return state.status === 'issued' ? this.reissue(account, cause, same) : this.issue(account, cause, origin);
  }

  /** Another code under the same login; whoever was signed in is so no more. Throws RejectedError. */
  async reissue(account: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    const code = newCode(account);
    await this.vault.put([code]);
    const { codeId } = code;
    const result = await this.execute(account, { kind: 'ReissueCredential', account, codeId, ...cause }, origin, cause);
    const reissued = result.kind === 'done' ? result.events.find(({ type }) => type === 'CredentialReissued') : null;
    const isOurs = codeIdIn(result) === codeId;
    await this.vault.remove(isOurs ? previousCodeIdsIn(reissued) : [codeId]);
    if (isDoneNow(result)) await this.endAccess(account);
    return receiptOf(result);
  }

  /** Ends the credential: nobody signs in with it any more. Throws RejectedError. */
  async revoke(account: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    const result = await this.execute(account, { kind: 'RevokeCredential', account, ...cause }, origin, cause);
    const state = await this.credentials.byAccount(account);
    if (isDoneNow(result) && state.status === 'revoked') {
      await this.vault.remove([state.codeId]);
      await this.endAccess(account);
    }
    return receiptOf(result);
  }

  /** The code goes into the next payment slip. Throws RejectedError. */
  async printNext(account: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    return receiptOf(await this.execute(account, { kind: 'RequestCodePrint', account, ...cause }, origin, cause));
  }

  /** Lets people in again after the resident has frozen the cabinet. Throws RejectedError. */
  async resume(account: string, cause: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    return receiptOf(await this.execute(account, { kind: 'ResumeSignIn', account, ...cause }, origin, cause));
  }

  private execute(account: string, command: CredentialCommand, origin: CommandOrigin, cause: OfficeCause) {
    return this.commands.execute({
      ...origin,
      stream: credentialStream(account),
      decider: credentialDecider,
      command,
      input: origin.input ?? { kind: command.kind, account, ...cause },
    });
  }

  private async endAccess(account: string): Promise<void> {
    const state = await this.credentials.byAccount(account);
    if (state.status !== 'issued' && state.status !== 'revoked') return;
    await this.sessions.endAllOf(state.login);
    await this.devices.forgetAllOf(state.login);
    await this.guesses.forgetAllOf(state.login);
  }

  /** The login that the account had before, or a new one that nobody has. */
  private async loginFor(
    account: string,
    state: CredentialState | undefined,
    commandId: string,
    { actor, correlationId, causationId }: CommandOrigin,
  ): Promise<string> {
    if (state?.status === 'issued' || state?.status === 'revoked') return state.login;
    // It is going to be refused: no login is spent on it.
    if (state === undefined || state.status === 'unknown') return '';
    for (let draw = 1; draw <= DRAWS_MAX; draw += 1) {
      const login = loginOf(randomBytes(RANDOM_BYTES_NEEDED));
      const result = await this.commands.execute({
        stream: loginStream(login),
        decider: loginDecider,
        command: { kind: 'ReserveLogin', login, account },
        commandId: `${commandId}:login`,
        input: { account },
        actor,
        correlationId,
        causationId,
      });
      if (result.kind === 'done') return result.events[0]?.data.login ?? login;
      if (result.rejection.code !== 'IDENTITY_LOGIN_TAKEN') throw new RejectedError(result.rejection);
    }
    throw new Error('No free login was drawn');
  }
}

function newCode(account: string): NewCode {
  return { account, codeId: randomUUID(), code: accessCodeOf(randomBytes(RANDOM_BYTES_NEEDED)) };
}

/** A repetition ends nothing: who signed in since then has the new code. */
function isDoneNow(result: CommandResult<CredentialEvent>): boolean {
  return result.kind === 'done' && !result.repeated;
}

/** The id of the code that the command has put into force; null where it has put none. */
function codeIdIn(result: CommandResult<CredentialEvent>): string | null {
  if (result.kind === 'rejected') return null;
  const event = result.events.find(({ type }) => type === 'CredentialIssued' || type === 'CredentialReissued');
  return event === undefined ? null : (event.data as { readonly codeId: string }).codeId;
}

function previousCodeIdsIn(event: CredentialEvent | null | undefined): readonly string[] {
  return event?.type === 'CredentialReissued' ? [event.data.previousCodeId] : [];
}
