import { Inject, Injectable } from '@nestjs/common';
import { CivilDate } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ParkedAccount } from '../domain/night-run.events';
import { accountStatementProjection, statementKey } from '../projections/account-statement.projection';
import { nightHouseProjection } from '../projections/night-house.projection';
import { openPeriodProjection } from '../projections/open-period.projection';

/** An account that a night has left out, and since which night. */
export interface ParkedCard extends ParkedAccount {
  readonly houseId: string;
  readonly date: CivilDate;
}

/** Accounts that a night has left out and that stand where they stood then. */
@Injectable()
export class ParkedAccountsQuery {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async all(): Promise<readonly ParkedCard[]> {
    const houses = await this.readModels.find(nightHouseProjection, { where: { status: 'completed' } });
    const told = houses.flatMap(({ document: { houseId, date, result }, position }) =>
      (result?.parked ?? []).map((parked) => ({ ...parked, houseId, date, position })),
    );
    const open = await this.readModels.getMany(
      openPeriodProjection,
      told.map(({ account }) => account),
    );
    const statements = await this.readModels.getMany(
      accountStatementProjection,
      told.map(({ account, period }) => statementKey(account, period)),
    );
    return told.flatMap(({ position, ...parked }) => {
      const { account, period, step } = parked;
      const row = open.get(account)?.document;
      const stands = row?.state.status === 'open' && row.state.period === period;
      const calculatedAt = statements.get(statementKey(account, period))?.position ?? 0;
      const isCalculated = step === 'calculate' && row?.needsCalculation === false && calculatedAt > position;
      return stands && !isCalculated ? [parked] : [];
    });
  }
}
