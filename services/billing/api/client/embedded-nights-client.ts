import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin, READ_MODELS } from '#libs/platform';
import { ReadModels, SumRow } from '#libs/read-models';
import { nightRunHousesProjection } from '../../projections/night-run-houses.projection';
import { NightRunRow, nightRunsProjection } from '../../projections/night-runs.projection';
import { CalculateNow } from '../calculate-now';
import { ParkedAccountsQuery } from '../parked-accounts.query';
import { NightRunCard, NightsClient } from './nights-client';

/** The nightly jobs in the same process. */
@Injectable()
export class EmbeddedNightsClient implements NightsClient {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly calculations: CalculateNow,
    private readonly parkedAccounts: ParkedAccountsQuery,
  ) {}

  calculate(origin: CommandOrigin) {
    return this.calculations.start(origin);
  }

  progress() {
    return Promise.resolve(this.calculations.progress());
  }

  async runs(limit: number): Promise<readonly NightRunCard[]> {
    const rows = await this.readModels.find(nightRunsProjection, { orderBy: ['-date'], limit });
    const sums = await this.readModels.sum(nightRunHousesProjection, {
      where: { date: { in: rows.map(({ document }) => document.date) } },
      groupBy: ['date'],
      sums: ['is_done', 'calculated', 'unchanged', 'closed', 'parked', 'worked_milliseconds'],
    });
    return rows.map(({ document }) =>
      cardOf(
        document,
        sums.find(({ group }) => group['date'] === document.date),
      ),
    );
  }

  parked() {
    return this.parkedAccounts.all();
  }

  retry(account: string, origin: CommandOrigin) {
    return this.calculations.retry(account, origin);
  }
}

/** A night in which nothing was due has no houses. */
function cardOf(run: NightRunRow, houses: SumRow | undefined): NightRunCard {
  const sum = (column: string) => houses?.sums[column] ?? 0;
  return {
    ...run,
    workedMilliseconds: sum('worked_milliseconds'),
    houses: houses?.count ?? 0,
    housesDone: sum('is_done'),
    calculated: sum('calculated'),
    unchanged: sum('unchanged'),
    closed: sum('closed'),
    parked: sum('parked'),
  };
}
