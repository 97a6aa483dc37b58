import { PrintLinkIssued, PrintRunApproved, PrintRunPrinted, PrintRunRequested } from './print-run.events';

export type RequestPrintRun = { readonly kind: 'RequestPrintRun' } & Omit<
  PrintRunRequested['data'],
  'needsApproval'
> & {
    /** Codes that were on paper already are among them, and no resident has asked for those: two people, however few. */
    readonly isRepeated?: boolean;
  };
export type ApprovePrintRun = { readonly kind: 'ApprovePrintRun' } & PrintRunApproved['data'];
export type IssuePrintLink = { readonly kind: 'IssuePrintLink' } & PrintLinkIssued['data'];
export type RecordRunPrint = { readonly kind: 'RecordRunPrint' } & PrintRunPrinted['data'];

export type PrintRunCommand = RequestPrintRun | ApprovePrintRun | IssuePrintLink | RecordRunPrint;

export function printRunStream(runId: string): string {
  return `identity_print_run-${runId}`;
}
