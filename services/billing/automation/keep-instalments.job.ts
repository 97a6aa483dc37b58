import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, CivilDate, RejectedError } from '#libs/kernel';
import { COMMAND_HANDLER, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { pagesByKey, Projector, ReadModels, Row } from '#libs/read-models';
import { OpenedPeriod } from '../domain/account-period.state';
import { instalmentStream } from '../domain/instalment.commands';
import { instalmentDecider } from '../domain/instalment.decider';
import { CoveredMonth } from '../domain/instalment.events';
import { RESTORABLE_DAYS } from '../domain/instalment.policy';
import { instalmentsProjection, InstalmentsRow } from '../projections/instalments.projection';
import { openPeriodProjection } from '../projections/open-period.projection';
import { recalledAccountsProjection } from '../projections/recalled-accounts.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { stateToCurrentPeriod } from './current-period';
import { wholeHistory } from './whole-history';

/** So many agreements are held at once. */
const AGREEMENTS_PER_PAGE = 500;

/**
 * Looks every night at what was paid of agreements to pay by parts, and brings the penalty of their months to what became
 * of them. Whether a part is paid follows from the same allocations as every debt. A second look finds nothing new;
 * stopped anywhere, the next one goes on.
 */
@Injectable()
export class KeepInstalmentsJob {
  private readonly logger = new Logger(KeepInstalmentsJob.name);

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    private readonly books: ReferenceBooks,
  ) {}

  /** `date` is a day that is over. Read models are up to date. */
  async all(date: CivilDate, account?: string): Promise<void> {
    for await (const agreement of this.watched(date, account)) {
      try {
        await this.one(agreement, date);
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        // One agreement that cannot be looked at holds up neither the others nor the night; the next night tries again.
        const { agreementId } = agreement;
        this.logger.error({ agreementId, code: error.rejection.code }, 'An agreement could not be reviewed');
      }
    }
  }

  /**
   * Agreements that run, those that ended so lately that a payment told late may still change them, and all others of
   * accounts of which a payment was ever recalled: however old it was, it counts as if it had never been paid.
   */
  private async *watched(date: CivilDate, account: string | undefined): AsyncGenerator<InstalmentsRow> {
    const query = { where: account === undefined ? {} : { account }, limit: AGREEMENTS_PER_PAGE };
    // In the order of their ids, which are the keys. Those that ended long ago stay for ever: there may be very many.
    for await (const page of pagesByKey(this.readModels, instalmentsProjection, query)) {
      yield* await this.watchedAmong(page, date);
    }
  }

  private async watchedAmong(
    page: readonly Row<InstalmentsRow>[],
    date: CivilDate,
  ): Promise<readonly InstalmentsRow[]> {
    const agreements = page.map(({ document }) => document);
    const since = addDays(date, -RESTORABLE_DAYS);
    const isRecent = ({ endedOn }: InstalmentsRow) => endedOn === null || endedOn >= since;
    const ended = agreements.filter((agreement) => !isRecent(agreement)).map((agreement) => agreement.account);
    const recalled = await this.readModels.getMany(recalledAccountsProjection, [...new Set(ended)]);
    return agreements
      .filter((agreement) => isRecent(agreement) || recalled.has(agreement.account))
      .filter(({ agreedOn }) => agreedOn <= date);
  }

  private async one(agreement: InstalmentsRow, on: CivilDate): Promise<void> {
    const { account, agreementId, causationId, correlationId } = agreement;
    const open = await this.readModels.get(openPeriodProjection, account);
    if (!open) return;
    const lines = await this.linesOf(agreement, open.document.state);
    const result = await this.commands.execute({
      stream: instalmentStream(account),
      decider: instalmentDecider,
      command: { kind: 'ReviewInstalments', account, agreementId, on, lines },
      commandId: `instalments:${agreementId}:${on}:${String(open.position)}`,
      actor: 'night',
      causationId,
      correlationId,
      input: { agreementId, on, position: open.position },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    await this.projector.catchUpWith(result.events);
    const reviewed = await this.readModels.get(instalmentsProjection, agreementId);
    if (reviewed) await this.suspend(reviewed.document, on);
  }

  /**
   * The ledger by whose allocations parts are paid or not. A month that is settled and has left the working ledger is
   * brought back from the log: when it was paid is asked of days long over.
   */
  private async linesOf({ account, terms }: InstalmentsRow, { ledgers, period }: OpenedPeriod) {
    const { lines } = ledgers[terms.payee];
    const isThere = (month: CoveredMonth) => lines.some((line) => line.period === month.period);
    if (terms.months.every(isThere)) return lines;
    return (await wholeHistory(this.store, account, period)).ledgers[terms.payee].lines;
  }

  /** Brings the penalty of the months to the agreement; where they are there already it is no event. */
  async suspend(agreement: InstalmentsRow, statedOn: CivilDate): Promise<void> {
    const { account, agreementId, terms, agreedOn: from, suspendedUntil: until, recalledOn: countsFrom } = agreement;
    const months = terms.months.map(({ period }) => period);
    const { commands, store, readModels, books } = this;
    const result = await stateToCurrentPeriod(
      { commands, store, readModels, books },
      {
        account,
        command: {
          kind: 'SuspendPenalty',
          account,
          payee: terms.payee,
          months,
          suspension: { agreementId, from, until },
          countsFrom,
          statedOn,
        },
        input: { agreementId, from, until },
        commandId: `instalments:${agreement.causationId}:suspend`,
        actor: 'service:billing',
        correlationId: agreement.correlationId,
        causationId: agreement.causationId,
      },
    );
    if (result.kind === 'done') await this.projector.catchUpWith(result.events);
  }
}
