import { Inject, Injectable } from '@nestjs/common';
import { CodePrints } from '#libs/code-vault';
import { CommandHandler } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { CODE_PRINTS, COMMAND_HANDLER, CommandOrigin } from '#libs/platform';
import { printedForm } from '../../domain/access-code.policy';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider } from '../../domain/credential.decider';
import { ActorRole, PrintOccasion } from '../../domain/credential.events';
import { FindCredentials } from '../access/find-credentials';

/** What opens the cabinet, in the form in which it is printed: `1234-5678-9` and `4821-0935-7716-4`. */
export interface PrintableAccess {
  readonly login: string;
  readonly code: string;
}

export interface PrintCause {
  readonly occasion: PrintOccasion;
  readonly actorRole: ActorRole;
}

/** A code that was replaced or revoked in between is not printed; the others are. */
const REPLACED = ['IDENTITY_CODE_SUPERSEDED', 'IDENTITY_CREDENTIAL_REVOKED'];

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
    const states = await this.credentials.byAccounts(accounts);
    const issued = [...states].flatMap(([account, state]) =>
      state.status === 'issued' ? [{ account, ...state }] : [],
    );
    const codes = await this.vault.open(issued.map(({ codeId }) => codeId));
    const printable = issued.filter(({ codeId }) => codes.has(codeId));
    const results = await this.commands.executeMany(
      printable.map(({ account, codeId }) => ({
        ...origin,
        stream: credentialStream(account),
        decider: credentialDecider,
        command: { kind: 'RecordCodePrint' as const, account, codeId, ...cause },
        commandId: `${origin.commandId}:print:${account}`,
        input: { account, ...cause },
      })),
    );
    return new Map(
      printable.flatMap(({ account, login, codeId }, index) => {
        const code = codes.get(codeId);
        const result = results[index];
        if (result?.kind === 'rejected' && !REPLACED.includes(result.rejection.code)) {
          throw new RejectedError(result.rejection);
        }
        if (result?.kind !== 'done' || code === undefined) return [];
        return [[account, { login: printedForm(login), code: printedForm(code) }] as const];
      }),
    );
  }
}
