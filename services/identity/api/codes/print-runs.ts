import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CommandHandler, EventStore } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, fold, RejectedError, Rejection } from '#libs/kernel';
import {
  ACCESS_RECORDS,
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  receiptOf,
} from '#libs/platform';
import { ActorRole, PrintOccasion } from '../../domain/credential.events';
import { PrintRunCommand, printRunStream } from '../../domain/print-run.commands';
import { printRunDecider, PrintRunState } from '../../domain/print-run.decider';
import { PrintRunEvent, RunCode } from '../../domain/print-run.events';
import { keyOf, newToken } from '../access/tokens';
import { OfficeCause } from './hand-out-codes';
import { PrintableAccess, PrintCause, PrintCodes, UnchangedCode } from './print-codes';

interface LinkDocument {
  readonly runId: string;
  readonly linkId: string;
  /** To whom the paper goes: over the counter, or as sheets of a run where it does not say. */
  readonly occasion?: PrintOccasion;
}

/** Who prints, as far as the gateway that was asked knows. */
export interface PrintingPerson {
  readonly actor: string;
  readonly actorRole: ActorRole;
}

/** Of which run, and on whose slips. */
export interface SlipsToPrint {
  readonly runId: string;
  readonly accounts: ReadonlySet<string>;
}

const WHOEVER_HAS_THE_LINK: PrintingPerson = { actor: 'staff:api', actorRole: 'operator' };

const LINKS = 'print-links';
const LINK_MILLISECONDS = 10 * 60_000;

/** Codes of many accounts leave the system in runs: counted, audited, above fifty with a second person. */
@Injectable()
export class PrintRuns {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly codes: PrintCodes,
  ) {}

  /**
   * The codes of accounts, as they stand. Whoever asks here works where the data lie, or has the key of the services:
   * nobody counts how often a code was on paper before. Throws RejectedError.
   */
  async requestOf(
    { runId, accounts }: { readonly runId: string; readonly accounts: readonly string[] },
    cause: OfficeCause,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly needsApproval: boolean }> {
    return this.request({ runId, codes: await this.codes.asTheyStand(accounts) }, cause, origin);
  }

  /** The number of the run is the caller's. Throws RejectedError. */
  async request(
    { runId, codes }: { readonly runId: string; readonly codes: readonly RunCode[] },
    cause: OfficeCause,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly needsApproval: boolean }> {
    const command = { kind: 'RequestPrintRun', runId, codes, ...cause, requestedBy: origin.actor } as const;
    const result = await this.execute(runId, command, origin);
    const event = result.kind === 'done' ? result.events[0] : undefined;
    const needsApproval = event?.type === 'PrintRunRequested' && event.data.needsApproval;
    return { ...receiptOf(result), needsApproval };
  }

  /** By another person than the one who asked. Throws RejectedError. */
  async approve(runId: string, { reason, actorRole }: OfficeCause, origin: CommandOrigin): Promise<CommandReceipt> {
    const command = { kind: 'ApprovePrintRun', runId, approvedBy: origin.actor, reason, actorRole } as const;
    return receiptOf(await this.execute(runId, command, origin));
  }

  /** A link that prints the run once within ten minutes. The same request again gives a fresh one. Throws RejectedError. */
  async issueLink(
    runId: string,
    origin: CommandOrigin,
    occasion: PrintOccasion = 'sheet',
  ): Promise<CommandReceipt & { readonly link: string; readonly expiresAt: string }> {
    await this.readyCodes(await this.stateOf(runId));
    const linkId = randomUUID();
    const command = { kind: 'IssuePrintLink', runId, linkId } as const;
    const result = await this.execute(runId, command, { ...origin, input: origin.input ?? { runId } });
    const receipt = receiptOf(result);
    const event = result.kind === 'done' ? result.events[0] : undefined;
    const issued = event?.type === 'PrintLinkIssued' ? event.data.linkId : linkId;
    const link = newToken();
    const now = this.clock.now();
    const expiresAt = new Date(Date.parse(now) + LINK_MILLISECONDS).toISOString();
    await this.records.removeGroup(LINKS, runId);
    await this.records.change<LinkDocument, null>({ collection: LINKS, key: keyOf(link), now }, () => ({
      change: { kind: 'keep', document: { runId, linkId: issued, occasion }, expiresAt, group: runId },
      answer: null,
    }));
    return { ...receipt, link, expiresAt };
  }

  /** The accounts whose codes the run would print now, in their order. Throws RejectedError. */
  async accountsOf(runId: string): Promise<readonly string[]> {
    const state = await this.stateOf(runId);
    const link = printRunDecider.decide({ kind: 'IssuePrintLink', runId, linkId: '' }, state);
    if (link instanceof Rejection) throw new RejectedError(link);
    return ((await this.readyCodes(state)) ?? []).map(({ account }) => account);
  }

  /**
   * Spends the link. Of a run that goes on slips only codes are printed that have a slip: the others are not opened, and
   * stay what they were. Throws RejectedError IDENTITY_PRINT_LINK_SPENT for a link that is used, old, none, or another
   * run's, and IDENTITY_PRINT_RUN_LAPSED where there is nothing to print.
   */
  async printByLink(
    link: string,
    { actor, actorRole }: PrintingPerson = WHOEVER_HAS_THE_LINK,
    slips: SlipsToPrint | null = null,
  ): Promise<ReadonlyMap<string, PrintableAccess>> {
    const found = await this.records.change<LinkDocument, LinkDocument | null>(
      { collection: LINKS, key: keyOf(link), now: this.clock.now() },
      (current) => ({ change: { kind: 'remove' }, answer: current }),
    );
    if (found === null || (slips !== null && slips.runId !== found.runId))
      throw new RejectedError(new Rejection('IDENTITY_PRINT_LINK_SPENT'));
    const commandId = `print:${found.linkId}`;
    const trace = { correlationId: commandId, causationId: null, input: undefined };
    const occasion = slips === null ? (found.occasion ?? 'sheet') : 'slip';
    const origin = { commandId, actor, ...trace };
    return this.printRun(found.runId, found.linkId, { occasion, actorRole }, origin, slips);
  }

  /** Prints a run where the data lie, without a link. Throws RejectedError. */
  print(
    runId: string,
    linkId: string | null,
    occasion: PrintOccasion,
    origin: CommandOrigin,
  ): Promise<ReadonlyMap<string, PrintableAccess>> {
    return this.printRun(runId, linkId, { occasion, actorRole: 'operator' }, origin);
  }

  /** Whether somebody has asked for this run already. */
  async isKnown(runId: string): Promise<boolean> {
    return (await this.stateOf(runId)).status !== 'unknown';
  }

  private async printRun(
    runId: string,
    linkId: string | null,
    cause: PrintCause,
    origin: CommandOrigin,
    slips: SlipsToPrint | null = null,
  ) {
    const command = { kind: 'RecordRunPrint', runId, linkId, printedBy: origin.actor } as const;
    const ready = await this.readyCodes(await this.stateOf(runId));
    const codes = (ready ?? []).filter(({ account }) => slips === null || slips.accounts.has(account));
    // Whoever prints where the data lie is told how many there were.
    if (ready !== null && codes.length === 0 && linkId !== null)
      throw new RejectedError(new Rejection('IDENTITY_PRINT_RUN_LAPSED'));
    const commandId = `${origin.commandId}:run`;
    receiptOf(await this.execute(runId, command, { ...origin, commandId, input: { runId, linkId } }));
    return this.codes.printIssued(codes, cause, origin);
  }

  /**
   * What a run would print now; null where it is not ready, and its decider says why.
   * Throws RejectedError IDENTITY_PRINT_RUN_LAPSED.
   */
  private async readyCodes(state: PrintRunState): Promise<readonly UnchangedCode[] | null> {
    return state.status === 'requested' && !state.waitsForApproval ? this.codes.unchanged(state.codes) : null;
  }

  private async stateOf(runId: string): Promise<PrintRunState> {
    const history = (await this.store.readStream(printRunStream(runId))) as unknown as readonly PrintRunEvent[];
    return fold(printRunDecider, history);
  }

  private execute(runId: string, command: PrintRunCommand, origin: CommandOrigin) {
    return this.commands.execute({ ...origin, stream: printRunStream(runId), decider: printRunDecider, command });
  }
}
