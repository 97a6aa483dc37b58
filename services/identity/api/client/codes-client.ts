import { defineClient, long } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { PrintRunCard } from '../../projections/print-runs.projection';
import {
  CodesAsked,
  CodesIssued,
  CodesPage,
  CodeView,
  HouseCodes,
  PrintChoice,
  PrintLink,
  PrintRunAsked,
} from '../codes/code-office';
import { PrintableAccess } from '../codes/print-codes';

export { CODES_SHOWN } from '../codes/code-office';
export type {
  CodesAsked,
  CodesIssued,
  CodesPage,
  CodesShown,
  CodeView,
  HouseCodes,
  PrintChoice,
  PrintLink,
  PrintRunAsked,
} from '../codes/code-office';
export type { PrintRunCard } from '../../projections/print-runs.projection';
// Shapes of answers and bodies, for the documents of the gateways.
export { PrintBody, PrintRunsAnswer } from '../office.dto';
export { ACCOUNTS_OF_ONE_PERSON_MAX, ACCOUNTS_PER_RUN_MAX } from '../../domain/print-run.decider';

export const CODES_CLIENT = Symbol('CODES_CLIENT');

/**
 * Access codes for the office, which sees none. Whoever acts is known by the token of the session; whether an account or
 * a house is the company’s the gateway has looked at before. Each method throws IDENTITY_STAFF_SESSION_ENDED, and
 * IDENTITY_UNKNOWN_ACCOUNT for an account that is not there.
 */
export interface CodesClient {
  houses(session: string): Promise<readonly HouseCodes[]>;
  /** In the order of the account numbers. */
  codes(session: string, asked: CodesAsked): Promise<CodesPage>;
  code(session: string, account: string): Promise<CodeView>;
  /** In person: issued or replaced, sessions ended, a link that prints it once. IDENTITY_VAULT_UNAVAILABLE. */
  handOut(session: string, account: string, reason: string, origin: CommandOrigin): Promise<PrintLink>;
  /** By telephone: into the next slip. IDENTITY_NO_CREDENTIAL, IDENTITY_CREDENTIAL_REVOKED, as the two that follow. */
  printNext(session: string, account: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** Another code under the same login; nothing is printed yet. */
  replace(session: string, account: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** After the resident has frozen the cabinet. */
  resume(session: string, account: string, reason: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** First codes for all that have none. IDENTITY_NOBODY_WITHOUT_CODE. */
  issueMissing(
    session: string,
    houseId: string | undefined,
    reason: string,
    origin: CommandOrigin,
  ): Promise<CodesIssued>;
  /** The newest first. */
  printRuns(session: string): Promise<readonly PrintRunCard[]>;
  /** More than fifty are asked of a second person, more than 2,000 in parts. IDENTITY_NOTHING_TO_PRINT, IDENTITY_PRINT_RUN_SIZE, IDENTITY_APPROVAL_…. */
  requestRun(
    session: string,
    choice: PrintChoice,
    asked: { readonly companyId: string; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<PrintRunAsked>;
  /** IDENTITY_UNKNOWN_PRINT_RUN, IDENTITY_PRINT_RUN_NOT_APPROVED, IDENTITY_PRINT_RUN_DONE, IDENTITY_PRINT_RUN_LAPSED. */
  issueLink(session: string, runId: string, origin: CommandOrigin): Promise<PrintLink>;
  /** Whose codes a run would print now. As `issueLink`. */
  accountsOf(session: string, runId: string): Promise<readonly string[]>;
  /** A PDF for the printer; the link is spent. IDENTITY_PRINT_LINK_SPENT, IDENTITY_PRINT_RUN_LAPSED. */
  print(session: string, link: string, origin: CommandOrigin): Promise<Buffer>;
  /** Logins and codes of these accounts for slips that are drawn at once; the link is spent. As `print`. */
  open(
    session: string,
    run: { readonly runId: string; readonly link: string },
    accounts: readonly string[],
    origin: CommandOrigin,
  ): Promise<ReadonlyMap<string, PrintableAccess>>;
}

export const codesClient = defineClient<CodesClient>()({
  name: 'codes',
  token: CODES_CLIENT,
  operations: {
    houses: 'ask',
    codes: 'ask',
    code: 'ask',
    handOut: 'once',
    printNext: 'tell',
    replace: 'tell',
    resume: 'tell',
    issueMissing: long('once'),
    printRuns: 'ask',
    requestRun: 'once',
    issueLink: 'once',
    accountsOf: 'ask',
    print: long('once'),
    open: long('once'),
  },
});
