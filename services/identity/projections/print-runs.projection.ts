import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { PRINT_RUN_EVENT_TYPES, PrintRunEvent } from '../domain/print-run.events';

export interface PrintRunCard {
  readonly runId: string;
  readonly state: 'waits_for_approval' | 'ready' | 'printed';
  readonly accounts: number;
  readonly reason: string;
  readonly requestedBy: string;
  readonly approvedBy: string | null;
  readonly links: number;
  /** UTC instants. */
  readonly requestedAt: string;
  readonly printedAt: string | null;
}

/** Whose codes were asked for on paper, who agreed, and were they printed? */
export const printRuns: Projection<PrintRunCard> = {
  name: 'identity.print-runs',
  version: 1,
  handles: PRINT_RUN_EVENT_TYPES,
  keysOf: (event) => [(event as PrintRunEvent & RecordedEvent).data.runId],
  evolve: (card, event) => evolveCard(card, event as PrintRunEvent & RecordedEvent),
  columns: { state: 'text' },
  columnsOf: ({ state }) => ({ state }),
  indexes: [['state']],
};

function evolveCard(card: PrintRunCard | null, event: PrintRunEvent & RecordedEvent): PrintRunCard | null {
  const { recordedAt } = event.metadata;
  if (event.type === 'PrintRunRequested') {
    const { runId, codes, reason, requestedBy, needsApproval } = event.data;
    const state = needsApproval ? 'waits_for_approval' : 'ready';
    const begun = { approvedBy: null, links: 0, requestedAt: recordedAt, printedAt: null };
    return { runId, state, accounts: codes.length, reason, requestedBy, ...begun };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'PrintRunApproved':
      return { ...card, state: 'ready', approvedBy: event.data.approvedBy };
    case 'PrintLinkIssued':
      return { ...card, links: card.links + 1 };
    case 'PrintRunPrinted':
      return { ...card, state: 'printed', printedAt: recordedAt };
    default:
      return unreachable(event);
  }
}
