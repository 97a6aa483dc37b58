import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler } from '#libs/event-store';
import { RejectedError, Rejection } from '#libs/kernel';
import { COMMAND_HANDLER, CommandOrigin, READ_MODELS, receiptOf } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ApprovalCommand, approvalStream } from '../../domain/approval.commands';
import { approvalDecider } from '../../domain/approval.decider';
import { printRunStream } from '../../domain/print-run.commands';
import { ACCOUNTS_OF_ONE_PERSON_MAX, printRunDecider } from '../../domain/print-run.decider';
import { ApprovalCard, approvals } from '../../projections/approvals.projection';
import { HandOutCodes } from './hand-out-codes';
import { PrintCodes } from './print-codes';
import { plannedCodes } from './print-plan';
import { PrintRuns } from './print-runs';

const KINDS: readonly ApprovalCard['kind'][] = ['bulk-reissue', 'print-codes'];
const DUE = { state: 'granted', kind: { in: KINDS } };
/** An approval has one subject; more than so many at once are done the next time. */
const APPROVALS_PER_RUN_MAX = 20;

/** What two people are agreed on as long as it is not done: who asked, who agreed, and the event that made it so. */
type Granted = ApprovalCard & { readonly answeredBy: string };

/**
 * Does with codes what two people have agreed to: replaces those of many accounts, or makes a print run that needs no
 * further word. One unit is one account, with a command id of its own: killed and started again it repeats nothing.
 */
@Injectable()
export class CarryOutCodeApprovals {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly codes: HandOutCodes,
    private readonly prints: PrintCodes,
    private readonly runs: PrintRuns,
  ) {}

  /** How many approvals were carried out. */
  async all(): Promise<number> {
    const due = await this.readModels.find(approvals, { where: DUE, limit: APPROVALS_PER_RUN_MAX });
    for (const { document } of due) await this.one(document as Granted);
    return due.length;
  }

  private async one(approval: Granted): Promise<void> {
    const { approvalId, kind } = approval;
    const accounts = accountsOf(approval);
    try {
      const outcome =
        kind === 'bulk-reissue' ? await this.reissue(approval, accounts) : await this.preparePrint(approval, accounts);
      await this.settle(approval, { kind: 'NoteApprovalCarriedOut', approvalId, outcome });
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.settle(approval, { kind: 'NoteApprovalFailed', approvalId, code: error.rejection.code });
    }
  }

  /** An account that has no code to replace any more is counted, and holds up no other. */
  private async reissue(approval: Granted, accounts: readonly string[]): Promise<Record<string, number>> {
    let refused = 0;
    for (const account of accounts) {
      const cause = { reason: approval.reason, actorRole: 'accountant' } as const;
      try {
        await this.codes.reissue(account, cause, originOf(approval, account));
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        refused += 1;
      }
    }
    return { reissued: accounts.length - refused, refused };
  }

  /** The run goes by the name of its approval, and by the two people of it. */
  private async preparePrint(approval: Granted, accounts: readonly string[]): Promise<Record<string, number>> {
    const { approvalId: runId, reason, requestedBy, answeredBy } = approval;
    const stream = printRunStream(runId);
    const why = { reason, actorRole: 'accountant' } as const;
    const codes = plannedCodes(approval.plan, await this.prints.asTheyStand(accounts));
    // So few are asked for only where they are printed again, or where others have been printed or replaced meanwhile.
    const isRepeated = codes.length <= ACCOUNTS_OF_ONE_PERSON_MAX;
    // A run that is there already was made before this process was started again, and may be printed by now.
    if (codes.length === 0 && !(await this.runs.isKnown(runId)))
      throw new RejectedError(new Rejection('IDENTITY_PRINT_RUN_LAPSED'));
    const request = { kind: 'RequestPrintRun', runId, codes, ...why, requestedBy, isRepeated } as const;
    const approve = { kind: 'ApprovePrintRun', runId, ...why, approvedBy: answeredBy } as const;
    for (const command of [request, approve]) {
      const origin = originOf(approval, command.kind);
      receiptOf(await this.commands.execute({ ...origin, stream, decider: printRunDecider, command }));
    }
    return { accounts: codes.length };
  }

  private async settle(approval: Granted, command: ApprovalCommand): Promise<void> {
    const stream = approvalStream(approval.approvalId);
    const origin = { ...originOf(approval, 'settle'), actor: 'service:identity' };
    receiptOf(await this.commands.execute({ ...origin, stream, decider: approvalDecider, command }));
  }
}

function accountsOf({ plan }: ApprovalCard): readonly string[] {
  const { accounts } = plan;
  return Array.isArray(accounts) ? (accounts as readonly string[]) : [];
}

/** Whoever agreed last has it done; the event that granted it is the cause. */
function originOf({ approvalId, answeredBy, grantId }: Granted, unit: string): CommandOrigin {
  const commandId = `approval:${approvalId}:${unit}`;
  return { commandId, correlationId: approvalId, causationId: grantId, actor: answeredBy, input: { approvalId, unit } };
}
