import { RejectedError } from '#libs/kernel';
import type { Stack } from '#libs/platform';
import { approvalDecider, approvals, approvalStream } from '#services/identity';

/** An import into a company that is there already, to which two people have agreed. */
export interface GrantedImport {
  readonly approvalId: string;
  readonly companyId: string;
  readonly checkId: string;
  readonly archiveHash: string;
  /** Who agreed last, and so has it done. */
  readonly grantedBy: string;
}

/** More are asked for at no time: one thing is asked for once, and there is one company. */
const APPROVALS_MAX = 20;

/** What two people agree to is kept by identity; the import is carried out by the process that serves, and settled there. */
export class AgreedImports {
  constructor(private readonly stack: Pick<Stack, 'readModelStore' | 'commands' | 'projector'>) {}

  /** The packages that wait for a second person, or to be recorded because one has agreed. */
  async checksAsked(): Promise<readonly string[]> {
    return (await this.cards(['open', 'granted'])).map(({ plan }) => String(plan['checkId']));
  }

  async granted(): Promise<readonly GrantedImport[]> {
    return (await this.cards(['granted'])).map(({ approvalId, companyId, plan, answeredBy }) => ({
      approvalId,
      companyId,
      checkId: String(plan['checkId']),
      archiveHash: String(plan['archiveHash']),
      grantedBy: answeredBy ?? '',
    }));
  }

  /** `code` says why it was not done; null where it was. Told again it changes nothing. */
  async settle(approvalId: string, code: string | null, outcome: Readonly<Record<string, number>>): Promise<void> {
    const command =
      code === null
        ? ({ kind: 'NoteApprovalCarriedOut', approvalId, outcome } as const)
        : ({ kind: 'NoteApprovalFailed', approvalId, code } as const);
    const result = await this.stack.commands.execute({
      stream: approvalStream(approvalId),
      decider: approvalDecider,
      command,
      commandId: `approval:${approvalId}:import`,
      actor: 'service:import',
      correlationId: approvalId,
      input: { approvalId },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }

  /** What was asked for a moment ago, or before the process was started again, is known: an archive depends on it. */
  private async cards(states: readonly string[]) {
    await this.stack.projector.catchUp(approvals);
    const where = { kind: 'import', state: { in: states } };
    const found = await this.stack.readModelStore.find(approvals, { where, limit: APPROVALS_MAX });
    return found.map(({ document }) => document);
  }
}
