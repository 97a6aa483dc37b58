import { Inject, Injectable } from '@nestjs/common';
import { CodePrints } from '#libs/code-vault';
import { CommandHandler } from '#libs/event-store';
import { RejectedError, Rejection } from '#libs/kernel';
import { CODE_PRINTS, COMMAND_HANDLER, CommandOrigin } from '#libs/platform';
import { printedForm } from '../../domain/access-code.policy';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider, IssuedCredential } from '../../domain/credential.decider';
import { ActorRole, PrintOccasion } from '../../domain/credential.events';
import { RunCode } from '../../domain/print-run.events';
import { FindCredentials } from '../access/find-credentials';

/** What opens the cabinet, in the form in which it is printed: `1234-5678-9` and `4821-0935-7716-4`. */
export interface PrintableAccess {
  readonly login: string;
  readonly code: string;
}

/** A code to be printed; with how often it may have been on paper before, where that matters. */
export interface PrintableCode {
  readonly account: string;
  readonly login: string;
  readonly codeId: string;
  readonly timesOnPaper?: number;
}

/** A code as it stands; whether a resident waits for its paper. */
export interface StandingCode extends RunCode {
  readonly printAsked: boolean;
}

/** One that is as it was when its paper was asked for. */
export type UnchangedCode = Required<PrintableCode>;

export interface PrintCause {
  readonly occasion: PrintOccasion;
  readonly actorRole: ActorRole;
}

/** A code that was replaced, revoked or printed in between is left out; the others are printed. */
const CHANGED_SINCE = ['IDENTITY_CODE_SUPERSEDED', 'IDENTITY_CODE_PRINTED_SINCE', 'IDENTITY_CREDENTIAL_REVOKED'];

/** The print worker: the one place where a code is opened. Each opening is an event that stands before the paper. */
@Injectable()
export class PrintCodes {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(CODE_PRINTS) private readonly vault: CodePrints,
    private readonly credentials: FindCredentials,
  ) {}

  /** The codes in force of these accounts; accounts without one are absent. Throws RejectedError. */
  async print(
    accounts: readonly string[],
    cause: PrintCause,
    origin: CommandOrigin,
  ): Promise<ReadonlyMap<string, PrintableAccess>> {
    const issued = await this.issuedTo(accounts);
    return this.printIssued(
      issued.map(({ account, login, codeId }) => ({ account, login, codeId })),
      cause,
      origin,
    );
  }

  /** How the codes of accounts stand now, for paper that is asked for: by the log, which no other run is ahead of. */
  async asTheyStand(accounts: readonly string[]): Promise<readonly StandingCode[]> {
    const issued = new Map((await this.issuedTo(accounts)).map((one) => [one.account, one]));
    return accounts.map((account) => {
      const { codeId = null, timesOnPaper = 0, printAsked = false } = issued.get(account) ?? {};
      return { account, codeId, timesOnPaper, printAsked };
    });
  }

  /**
   * Those of the codes that are in force still and were not on paper since they were asked for. Throws RejectedError
   * IDENTITY_PRINT_RUN_LAPSED where each account has another code by now, or paper of this one.
   */
  async unchanged(codes: readonly RunCode[]): Promise<readonly UnchangedCode[]> {
    const issued = new Map((await this.issuedTo(codes.map(({ account }) => account))).map((one) => [one.account, one]));
    const unchanged = codes.flatMap(({ account, codeId, timesOnPaper }) => {
      const now = issued.get(account);
      if (now === undefined || now.codeId !== codeId || now.timesOnPaper !== timesOnPaper) return [];
      return [{ account, login: now.login, codeId, timesOnPaper }];
    });
    if (unchanged.length === 0 && issued.size > 0) throw new RejectedError(new Rejection('IDENTITY_PRINT_RUN_LAPSED'));
    return unchanged;
  }

  /** Throws RejectedError. */
  async printIssued(
    issued: readonly PrintableCode[],
    cause: PrintCause,
    origin: CommandOrigin,
  ): Promise<ReadonlyMap<string, PrintableAccess>> {
    const codes = await this.vault.open(issued.map(({ codeId }) => codeId));
    const printable = issued.filter(({ codeId }) => codes.has(codeId));
    const results = await this.commands.executeMany(
      printable.map(({ account, codeId, timesOnPaper }) => ({
        ...origin,
        stream: credentialStream(account),
        decider: credentialDecider,
        command: {
          kind: 'RecordCodePrint' as const,
          account,
          codeId,
          ...(timesOnPaper === undefined ? {} : { timesOnPaper }),
          ...cause,
        },
        commandId: `${origin.commandId}:print:${account}`,
        input: { account, ...cause },
      })),
    );
    return new Map(
      printable.flatMap(({ account, login, codeId }, index) => {
        const code = codes.get(codeId);
        const result = results[index];
        if (result?.kind === 'rejected' && !CHANGED_SINCE.includes(result.rejection.code)) {
          throw new RejectedError(result.rejection);
        }
        if (result?.kind !== 'done' || code === undefined) return [];
        return [[account, { login: printedForm(login), code: printedForm(code) }] as const];
      }),
    );
  }

  private async issuedTo(
    accounts: readonly string[],
  ): Promise<readonly (IssuedCredential & { readonly account: string })[]> {
    const states = await this.credentials.byAccounts(accounts);
    return [...states].flatMap(([account, state]) => (state.status === 'issued' ? [{ account, ...state }] : []));
  }
}
