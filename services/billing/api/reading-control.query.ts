import { Inject, Injectable } from '@nestjs/common';
import { Clock, lastDayOf } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { openPeriodProjection } from '../projections/open-period.projection';
import { OpenedBook, ReferenceBooks } from '../projections/reference-books';
import {
  ControlledAccount,
  ControlledMeter,
  ControlQuestion,
  ControlScope,
  ReadingControl,
  ReadingControlClient,
} from './client/reading-control-client';
import { AccountPositions, NIGHT_WORK, NightWork } from './nights';
import { whyInWords } from './why-in-words';

/** The readings of the open period, and what is charged where there are none. */
@Injectable()
export class ReadingControlQuery implements ReadingControlClient {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(NIGHT_WORK) private readonly work: NightWork,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
  ) {}

  async scope(): Promise<ControlScope> {
    const opened = await this.books.find();
    const houses = Object.values(opened?.row.houses ?? {});
    const metered = (opened?.book.utilities ?? []).filter(({ kind }) => kind.startsWith('metered'));
    return {
      houses: houses.map(({ houseId, address, windowFromDay, windowToDay }) => ({
        houseId,
        address,
        windowFromDay,
        windowToDay,
      })),
      utilities: metered.map(({ utility, name }) => ({ utility, name })),
      today: this.clock.today(),
    };
  }

  async control({ house, account, utility }: ControlQuestion): Promise<ReadingControl | null> {
    const opened = await this.books.find();
    const where = { status: 'open' };
    const [oldest] = await this.readModels.find(openPeriodProjection, { where, orderBy: ['period'], limit: 1 });
    const period = oldest?.document.state.period;
    if (opened === null || period === undefined) return null;
    const night = { date: lastDayOf(period), closes: period, house, account };
    return { period, accounts: accountsOf(this.work.positions(night), opened, utility) };
  }
}

async function* accountsOf(
  positions: AsyncIterable<AccountPositions>,
  opened: OpenedBook,
  utility: string | undefined,
): AsyncGenerator<ControlledAccount> {
  for await (const found of positions) {
    const { account, refused: code, refusedDetails: details } = found;
    yield {
      meters: metersOf(found, opened, utility),
      uncomputed: code === null ? null : { account, code, details },
    };
  }
}

function metersOf(found: AccountPositions, { book }: OpenedBook, wanted: string | undefined): ControlledMeter[] {
  const { account, houseId, flat, positions } = found;
  const { address } = book.house(houseId);
  return positions
    .filter(({ utility }) => wanted === undefined || wanted === utility)
    .map(({ why, ...position }) => {
      const { name: utilityName, unit } = book.utility(position.utility);
      return { ...position, account, houseId, address, flat, utilityName, unit, rule: whyInWords(why) };
    });
}
