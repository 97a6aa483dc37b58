import { Decider, Rejection, unreachable } from '#libs/kernel';
import {
  ApprovePrintRun,
  IssuePrintLink,
  PrintRunCommand,
  RecordRunPrint,
  RequestPrintRun,
} from './print-run.commands';
import { PrintRunEvent, RunCode } from './print-run.events';

export type PrintRunState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'requested' | 'printed';
      readonly codes: readonly RunCode[];
      readonly requestedBy: string;
      /** A second person has to agree, and has not yet. */
      readonly waitsForApproval: boolean;
      /** The link that prints; an earlier one prints no more. */
      readonly linkId: string | null;
    };

type KnownRun = Exclude<PrintRunState, { status: 'unknown' }>;

/** More codes than this at once need two people, as fewer do that are printed again. */
export const ACCOUNTS_OF_ONE_PERSON_MAX = 50;
/** The largest house of a company, and some more. */
export const ACCOUNTS_PER_RUN_MAX = 2_000;
const REASON_CHARACTERS_LIMIT = 300;

export const printRunDecider: Decider<PrintRunState, PrintRunCommand, PrintRunEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveRun,
  decide(command, state) {
    const { runId } = command;
    if (command.kind === 'RequestPrintRun') return requestPrintRun(command, state);
    if (state.status === 'unknown') return new Rejection('IDENTITY_UNKNOWN_PRINT_RUN', { run: runId });
    if (state.status === 'printed') return new Rejection('IDENTITY_PRINT_RUN_DONE', { run: runId });
    switch (command.kind) {
      case 'ApprovePrintRun':
        return approvePrintRun(command, state);
      case 'IssuePrintLink':
        return issuePrintLink(command, state);
      case 'RecordRunPrint':
        return recordRunPrint(command, state);
      default:
        return unreachable(command);
    }
  },
};

export function requestPrintRun(command: RequestPrintRun, state: PrintRunState): readonly PrintRunEvent[] | Rejection {
  const { runId, reason, actorRole, requestedBy, isRepeated = false } = command;
  if (state.status !== 'unknown') return new Rejection('IDENTITY_PRINT_RUN_TAKEN', { run: runId });
  const codes = [...new Map(command.codes.map((code) => [code.account, code])).values()];
  if (codes.length === 0 || codes.length > ACCOUNTS_PER_RUN_MAX) {
    return new Rejection('IDENTITY_PRINT_RUN_SIZE', { limit: ACCOUNTS_PER_RUN_MAX });
  }
  if (reason === '' || [...reason].length > REASON_CHARACTERS_LIMIT) {
    return new Rejection('IDENTITY_REASON_REQUIRED', { charactersLimit: REASON_CHARACTERS_LIMIT });
  }
  const needsApproval = isRepeated || codes.length > ACCOUNTS_OF_ONE_PERSON_MAX;
  const data = { runId, codes, reason, actorRole, requestedBy, needsApproval };
  return [{ type: 'PrintRunRequested', version: 2, data }];
}

/** A second person agrees; nobody approves the own request. */
export function approvePrintRun(command: ApprovePrintRun, state: KnownRun): readonly PrintRunEvent[] | Rejection {
  const { runId, approvedBy, reason, actorRole } = command;
  if (!state.waitsForApproval) return [];
  if (approvedBy === state.requestedBy) return new Rejection('IDENTITY_PRINT_RUN_OWN_APPROVAL', { run: runId });
  return [{ type: 'PrintRunApproved', version: 1, data: { runId, approvedBy, reason, actorRole } }];
}

export function issuePrintLink(
  { runId, linkId }: IssuePrintLink,
  state: KnownRun,
): readonly PrintRunEvent[] | Rejection {
  if (state.waitsForApproval) return new Rejection('IDENTITY_PRINT_RUN_NOT_APPROVED', { run: runId });
  return [{ type: 'PrintLinkIssued', version: 1, data: { runId, linkId } }];
}

/** A run is printed once: whoever needs it again asks for another one. */
export function recordRunPrint(command: RecordRunPrint, state: KnownRun): readonly PrintRunEvent[] | Rejection {
  const { runId, linkId, printedBy } = command;
  if (state.waitsForApproval) return new Rejection('IDENTITY_PRINT_RUN_NOT_APPROVED', { run: runId });
  if (linkId !== null && linkId !== state.linkId) return new Rejection('IDENTITY_PRINT_LINK_SPENT');
  return [{ type: 'PrintRunPrinted', version: 1, data: { runId, linkId, printedBy } }];
}

function evolveRun(state: PrintRunState, event: PrintRunEvent): PrintRunState {
  if (event.type === 'PrintRunRequested') {
    const { codes, requestedBy, needsApproval } = event.data;
    return { status: 'requested', codes, requestedBy, waitsForApproval: needsApproval, linkId: null };
  }
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'PrintRunApproved':
      return { ...state, waitsForApproval: false };
    case 'PrintLinkIssued':
      return { ...state, linkId: event.data.linkId };
    case 'PrintRunPrinted':
      return { ...state, status: 'printed' };
    default:
      return unreachable(event);
  }
}
