import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { NightRunHouse, NightRunRow, nightRunsProjection } from '../../projections/night-runs.projection';
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
    return rows.map(({ document }) => cardOf(document));
  }

  parked() {
    return this.parkedAccounts.all();
  }

  retry(account: string, origin: CommandOrigin) {
    return this.calculations.retry(account, origin);
  }
}

function cardOf({ houses, ...run }: NightRunRow): NightRunCard {
  const all = Object.values(houses);
  const total = (count: (house: NightRunHouse) => number) => all.reduce((sum, house) => sum + count(house), 0);
  return {
    ...run,
    workedMilliseconds: total(({ goes }) =>
      goes.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0),
    ),
    houses: all.length,
    housesDone: all.filter(({ status }) => status === 'completed').length,
    calculated: total((house) => house.calculated),
    unchanged: total((house) => house.unchanged),
    closed: total((house) => house.closed),
    parked: total((house) => house.parked),
  };
}
