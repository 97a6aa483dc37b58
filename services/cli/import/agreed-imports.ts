import { RecordedEvent, RejectedError } from '#libs/kernel';
import type { Stack } from '#libs/platform';
import { ApprovalCard, approvalDecider, approvals, approvalStream } from '#services/identity';

/** An import into a company that is there already, to which two people have agreed. */
export interface GrantedImport {
  readonly approvalId: string;
  readonly companyId: string;
  readonly checkId: string;
  readonly archiveHash: string;
  /** Who agreed last, and so has it done. */
  readonly grantedBy: string;
}

const EVENTS_PER_PAGE = 1_000;

/**
 * What two people agree to is kept by identity; the import is carried out by the process that serves, and settled there.
 * It is read from the log, which is one for all: the process may not run identity, and what was asked for a moment ago,
 * or before the process was started again, has to be known, because an archive depends on it.
 */
export class AgreedImports {
  private readonly known = new Map<string, ApprovalCard>();
  private position = 0;

  constructor(private readonly stack: Pick<Stack, 'store' | 'commands'>) {}

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

  private async cards(states: readonly ApprovalCard['state'][]): Promise<readonly ApprovalCard[]> {
    for (let caughtUp = false; !caughtUp;) {
      const page = await this.stack.store.readAll({
        after: this.position,
        limit: EVENTS_PER_PAGE,
        types: approvals.handles,
      });
      // Two who ask at the same time read the same page: what was folded already is left out.
      for (const event of page.events.filter(({ position }) => position > this.position)) this.fold(event);
      this.position = Math.max(this.position, page.checkpoint);
      caughtUp = page.caughtUp;
    }
    return [...this.known.values()].filter(({ kind, state }) => kind === 'import' && states.includes(state));
  }

  private fold(event: RecordedEvent): void {
    for (const approvalId of approvals.keysOf(event)) {
      const card = approvals.evolve(this.known.get(approvalId) ?? null, event, approvalId);
      if (card !== null) this.known.set(approvalId, card);
    }
  }
}
