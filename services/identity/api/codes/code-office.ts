import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin, CommandReceipt, READ_MODELS } from '#libs/platform';
import { Query, ReadModels } from '#libs/read-models';
import { ACCOUNTS_OF_ONE_PERSON_MAX, ACCOUNTS_PER_RUN_MAX } from '../../domain/print-run.decider';
import { RunCode } from '../../domain/print-run.events';
import { CredentialCard, credentials } from '../../projections/credentials.projection';
import { PrintRunCard, printRuns } from '../../projections/print-runs.projection';
import { Approvals } from '../staff/approvals';
import { StaffSession } from '../staff/staff-sessions';
import { accessSheet } from './access-sheet';
import { HandOutCodes } from './hand-out-codes';
import { PrintableAccess, PrintCodes, StandingCode } from './print-codes';
import { printPlanOf } from './print-plan';
import { PrintRuns } from './print-runs';

/** What the office sees of a code: that it is there, never itself, its name in the vault, nor the login beside it. */
export type CodeView = Omit<CredentialCard, 'codeId' | 'login'>;

/** Without a code; with one that was never printed; waited for by the resident; or all. */
export type CodesShown = 'all' | 'missing' | 'unprinted' | 'asked';

export const CODES_SHOWN: readonly CodesShown[] = ['all', 'missing', 'unprinted', 'asked'];

export interface CodesAsked {
  readonly show: CodesShown;
  readonly houseId?: string | undefined;
  /** The last account of the page before. */
  readonly afterAccount?: string | undefined;
}

export interface CodesPage {
  readonly codes: readonly CodeView[];
  /** True when further ones did not fit. */
  readonly more: boolean;
}

/** How it stands with the codes of a house. */
export interface HouseCodes {
  readonly houseId: string;
  readonly accounts: number;
  readonly missing: number;
  readonly unprinted: number;
  readonly asked: number;
}

/** Whose codes go on paper: all of a house, those never printed, those that are waited for. */
export interface PrintChoice {
  readonly what: 'house' | 'unprinted' | 'asked';
  readonly houseId?: string | undefined;
}

/** A link that prints once, within ten minutes. */
export interface PrintLink extends CommandReceipt {
  readonly runId: string;
  readonly link: string;
  readonly expiresAt: string;
}

export interface CodesIssued {
  /** Of the last event that came of it. */
  readonly position: number;
  readonly issued: number;
  /** True when further accounts wait for their codes. */
  readonly more: boolean;
}

export interface PrintRunAsked {
  /** Of the last event that came of it. */
  readonly position: number;
  /** Null while a second person has to agree: the run then goes by the name of the approval. */
  readonly runId: string | null;
  /** Of the first part. */
  readonly approvalId: string | null;
  /** Of every part, in the order of the account numbers: what is more than one run goes in several. */
  readonly approvalIds: readonly string[];
  /** In all parts. */
  readonly accounts: number;
}

export const CODES_PAGE_LIMIT = 200;
const RUNS_SHOWN_MAX = 50;
/** What is asked for at once goes in so many runs at most; whoever wants more prints house by house. */
const PARTS_MAX = 10;
const RUN_ID_CHARACTERS = 32;

/** What the office does with codes: it hands out, replaces and prints, and sees none. */
@Injectable()
export class CodeOffice {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly codes: HandOutCodes,
    private readonly runs: PrintRuns,
    private readonly prints: PrintCodes,
    private readonly approvals: Approvals,
  ) {}

  async list({ show, houseId, afterAccount }: CodesAsked): Promise<CodesPage> {
    const rows = await this.readModels.find(credentials, {
      where: whereOf(show, houseId),
      ...(afterAccount === undefined ? {} : { afterKey: afterAccount }),
      limit: CODES_PAGE_LIMIT + 1,
    });
    return {
      codes: rows.slice(0, CODES_PAGE_LIMIT).map(({ document }) => viewOf(document)),
      more: rows.length > CODES_PAGE_LIMIT,
    };
  }

  /** Houses in the order of their numbers. */
  async houses(): Promise<readonly HouseCodes[]> {
    const counts = new Map<string, Record<CodesShown, number>>();
    for (const show of CODES_SHOWN) {
      const where = whereOf(show, undefined);
      for (const { group, count } of await this.readModels.sum(credentials, {
        where,
        groupBy: ['house_id'],
        sums: [],
      })) {
        const houseId = String(group['house_id']);
        const known = counts.get(houseId) ?? { all: 0, missing: 0, unprinted: 0, asked: 0 };
        counts.set(houseId, { ...known, [show]: count });
      }
    }
    return [...counts]
      .map(([houseId, { all, ...others }]) => ({ houseId, accounts: all, ...others }))
      .sort((one, other) => (one.houseId < other.houseId ? -1 : 1));
  }

  /** Throws RejectedError IDENTITY_UNKNOWN_ACCOUNT. */
  async one(account: string): Promise<CodeView> {
    const row = await this.readModels.get(credentials, account);
    if (row === null) throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_ACCOUNT', { account }));
    return viewOf(row.document);
  }

  /** For a person who stands in the office: another code at once, every session ended, and a link for its sheet. */
  async handOut(account: string, reason: string, who: StaffSession, origin: CommandOrigin): Promise<PrintLink> {
    const cause = { reason, actorRole: who.role };
    await this.codes.handOut(account, cause, { ...origin, input: { account, ...cause } });
    const runId = runIdOf(origin);
    const run = { ...origin, commandId: `${origin.commandId}:run`, input: { account, reason } };
    await this.runs.requestOf({ runId, accounts: [account] }, cause, run);
    const link = { ...origin, commandId: `${origin.commandId}:link`, input: { runId } };
    return { runId, ...(await this.runs.issueLink(runId, link, 'in_person')) };
  }

  /** First codes for accounts that have none. Throws IDENTITY_NOBODY_WITHOUT_CODE, and the first refusal of an account. */
  async issueMissing(
    houseId: string | undefined,
    reason: string,
    { role }: StaffSession,
    origin: CommandOrigin,
  ): Promise<CodesIssued> {
    const accounts = await this.accountsWhere(whereOf('missing', houseId), ACCOUNTS_PER_RUN_MAX + 1);
    if (accounts.length === 0) throw new RejectedError(new Rejection('IDENTITY_NOBODY_WITHOUT_CODE'));
    const chosen = accounts.slice(0, ACCOUNTS_PER_RUN_MAX);
    const results = await this.codes.issueMany(chosen, { reason, actorRole: role }, origin);
    let position = 0;
    for (const result of results) {
      if (result.kind === 'rejected') throw new RejectedError(result.rejection);
      position = Math.max(position, result.position);
    }
    return { position, issued: chosen.length, more: accounts.length > chosen.length };
  }

  async printRuns(): Promise<readonly PrintRunCard[]> {
    const rows = await this.readModels.find(printRuns, { orderBy: ['-position'], limit: RUNS_SHOWN_MAX });
    return rows.map(({ document }) => document);
  }

  /**
   * Up to fifty codes are one person’s to print, once; more, and codes that were printed before without a resident asking
   * for them again, wait for a second one, as everything that needs two people does. More than one run may hold are asked
   * for in parts, each a run of its own.
   * Throws IDENTITY_NOTHING_TO_PRINT, IDENTITY_PRINT_RUN_SIZE, and what a request for an approval throws.
   */
  async requestRun(
    choice: PrintChoice,
    { companyId, reason }: { readonly companyId: string; readonly reason: string },
    who: StaffSession,
    origin: CommandOrigin,
  ): Promise<PrintRunAsked> {
    const limit = PARTS_MAX * ACCOUNTS_PER_RUN_MAX;
    const accounts = await this.accountsWhere(whereOfChoice(choice), limit + 1);
    const runId = runIdOf(origin);
    if (accounts.length > limit) throw new RejectedError(new Rejection('IDENTITY_PRINT_RUN_SIZE', { limit }));
    const codes = await this.chosenNow(choice, accounts);
    // Sent again after it was printed there would be nothing left to choose: it is the same run all the same.
    const isKnown = await this.runs.isKnown(runId);
    if (codes.length === 0 && !isKnown) throw new RejectedError(new Rejection('IDENTITY_NOTHING_TO_PRINT'));
    const isRepeated = !isKnown && codes.some(({ timesOnPaper, printAsked }) => timesOnPaper > 0 && !printAsked);
    if (isRepeated || codes.length > ACCOUNTS_OF_ONE_PERSON_MAX) {
      const words = isRepeated ? 'Напечатать ещё раз' : 'Напечатать';
      return this.askForParts({ choice, companyId, reason, codes, words }, who, origin);
    }
    const cause = { reason, actorRole: who.role };
    const { position } = await this.runs.request({ runId, codes }, cause, { ...origin, input: { choice, reason } });
    return { position, runId, approvalId: null, approvalIds: [], accounts: codes.length };
  }

  /** Each part is agreed to, carried out and printed by itself. Where one of them is asked for already, none is. */
  private async askForParts(
    { choice, companyId, reason, codes, words }: PartsAsked,
    who: StaffSession,
    origin: CommandOrigin,
  ): Promise<PrintRunAsked> {
    const count = Math.ceil(codes.length / ACCOUNTS_PER_RUN_MAX);
    const parts = Array.from({ length: count }, (_, index) => {
      const first = index * ACCOUNTS_PER_RUN_MAX;
      const part = codes.slice(first, first + ACCOUNTS_PER_RUN_MAX);
      const named = count === 1 ? '' : `, часть ${String(index + 1)} из ${String(count)}`;
      const asked = {
        kind: 'print-codes',
        companyId,
        subject: `${subjectOf(choice)}${index === 0 ? '' : `.part-${String(index + 1)}`}`,
        plan: printPlanOf(part),
        summary: `${words} коды доступа: счетов ${String(part.length)}${named}`,
        reason,
      } as const;
      const commandId = index === 0 ? origin.commandId : `${origin.commandId}:part-${String(index + 1)}`;
      return { asked, origin: { ...origin, commandId, input: { choice, reason } } };
    });
    for (const part of parts) await this.approvals.requireNoneOf(part.asked, part.origin);
    const approvalIds: string[] = [];
    let position = 0;
    for (const part of parts) {
      const receipt = await this.approvals.request(part.asked, who, part.origin);
      approvalIds.push(receipt.approvalId);
      position = Math.max(position, receipt.position);
    }
    return { position, runId: null, approvalId: approvalIds[0] ?? null, approvalIds, accounts: codes.length };
  }

  async issueLink(runId: string, origin: CommandOrigin): Promise<PrintLink> {
    return { runId, ...(await this.runs.issueLink(runId, { ...origin, input: { runId } })) };
  }

  /** The sheets as a PDF; the link is spent. Throws IDENTITY_PRINT_LINK_SPENT. */
  async print(link: string, { role }: StaffSession, { actor }: CommandOrigin): Promise<Buffer> {
    return accessSheet(await this.runs.printByLink(link, { actor, actorRole: role }));
  }

  /** Whose codes a run would print now. Throws IDENTITY_UNKNOWN_PRINT_RUN, IDENTITY_PRINT_RUN_LAPSED. */
  accountsOf(runId: string): Promise<readonly string[]> {
    return this.runs.accountsOf(runId);
  }

  /**
   * Logins and codes for slips that are drawn at once; the link is spent. They are shown to nobody and kept nowhere: they
   * go on paper. Throws IDENTITY_PRINT_LINK_SPENT.
   */
  open(
    { runId, link }: { readonly runId: string; readonly link: string },
    accounts: readonly string[],
    { role }: StaffSession,
    { actor }: CommandOrigin,
  ): Promise<ReadonlyMap<string, PrintableAccess>> {
    return this.runs.printByLink(link, { actor, actorRole: role }, { runId, accounts: new Set(accounts) });
  }

  /**
   * Of the accounts that the read model has chosen those that are to be chosen by the log: one that was printed a moment
   * ago is neither unprinted nor waited for any more.
   */
  private async chosenNow({ what }: PrintChoice, accounts: readonly string[]): Promise<readonly StandingCode[]> {
    const codes = (await this.prints.asTheyStand(accounts)).filter(({ codeId }) => codeId !== null);
    if (what === 'unprinted') return codes.filter(({ timesOnPaper }) => timesOnPaper === 0);
    return what === 'asked' ? codes.filter(({ printAsked }) => printAsked) : codes;
  }

  private async accountsWhere(where: NonNullable<Query['where']>, limit: number): Promise<readonly string[]> {
    return (await this.readModels.find(credentials, { where, limit })).map(({ key }) => key);
  }
}

/** What is printed when a second person agrees. */
interface PartsAsked {
  readonly choice: PrintChoice;
  readonly companyId: string;
  readonly reason: string;
  readonly codes: readonly RunCode[];
  readonly words: string;
}

function whereOf(show: CodesShown, houseId: string | undefined): NonNullable<Query['where']> {
  return { ...WHERE[show], ...(houseId === undefined ? {} : { house_id: houseId }) };
}

const WHERE: Readonly<Record<CodesShown, NonNullable<Query['where']>>> = {
  all: {},
  missing: { state: 'missing' },
  unprinted: { state: 'issued', times_printed: 0 },
  asked: { state: 'issued', print_asked: 1 },
};

function whereOfChoice({ what, houseId }: PrintChoice): NonNullable<Query['where']> {
  return { ...whereOf(what === 'house' ? 'all' : what, houseId), state: 'issued' };
}

/** One request for the same paper at a time. */
function subjectOf({ what, houseId }: PrintChoice): string {
  return houseId === undefined ? what : `${what}.${houseId}`;
}

function runIdOf({ commandId }: CommandOrigin): string {
  return createHash('sha256').update(`print-run:${commandId}`, 'utf8').digest('hex').slice(0, RUN_ID_CHARACTERS);
}

function viewOf({ codeId, login, ...view }: CredentialCard): CodeView {
  void [codeId, login];
  return view;
}
