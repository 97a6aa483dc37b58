import { Body, Controller, Get, Inject, Logger, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { Clock, firstDayOf, RejectedError, Rejection } from '#libs/kernel';
import { ApiCommand, ApiProblems, CLOCK, CommandOrigin, Origin } from '#libs/platform';
import { NightHouseState } from '../domain/night-house.decider';
import { ReferenceBooks } from '../projections/reference-books';
import { AskedMoment } from './asked-moment';
import { NightTurns } from './night-turns';
import { AskedNight, NIGHT_WORK, NightOutcome, NightWork } from './nights';
import { DueAnswer, DueRequest, NightAnswer, NightPath, NightRunAnswer, RunNightBody } from './nights.dto';

/** How long the caller of a night is kept waiting before the night goes on without it. */
const ANSWER_WITHIN_MILLISECONDS = 20_000;
/** Accounts that one answer names. */
const DUE_SHOWN_LIMIT = 10_000;

/** The nightly charging: what is due, how it went, and running it by hand. */
@ApiTags('nights')
@Controller('billing/nights')
export class NightsController {
  private readonly logger = new Logger('Nights');

  constructor(
    @Inject(NIGHT_WORK) private readonly work: NightWork,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly turns: NightTurns,
    private readonly books: ReferenceBooks,
    private readonly asked: AskedMoment,
  ) {}

  @Get(':date/due')
  @ApiOperation({ summary: 'What the night of a day would open, calculate or close; nothing is changed' })
  @ApiOkResponse({ type: DueAnswer })
  @ApiProblems(
    'BILLING_NO_COMPANY',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NIGHT_UNKNOWN_HOUSE',
  )
  async due(@Param() { date }: NightPath, @Query() { account, house }: DueRequest): Promise<DueAnswer> {
    const night = { date, account, house };
    await this.requireKnown(night);
    const due = await this.work.list(night);
    return { date, total: due.length, due: due.slice(0, DUE_SHOWN_LIMIT) };
  }

  @Get(':date')
  @ApiOperation({ summary: 'How the night of a day stands, house by house' })
  @ApiOkResponse({ type: NightRunAnswer })
  @ApiProblems('BILLING_NO_COMPANY', 'BILLING_BEFORE_FIRST_PERIOD')
  async run(@Param() { date }: NightPath): Promise<NightRunAnswer> {
    await this.requireKnown({ date });
    const { run, houses } = await this.work.standing(date);
    return {
      date,
      status: run.status,
      houses: [...houses].map(([houseId, { house }]) => answerOfHouse(houseId, house)),
    };
  }

  @Post()
  @ApiOperation({
    summary: 'Runs the night of a day that has ended; a night that was run already changes nothing',
    description:
      'For whoever looks after the system. Unlike the night by the clock it does not wait until billing has heard of all ' +
      'payments and readings: look at the lag of the bus first, for a month that it closes is closed for ever.',
  })
  @ApiOkResponse({ type: NightAnswer })
  @ApiAcceptedResponse({ type: NightAnswer, description: 'It takes long and goes on; ask how it stands' })
  @ApiCommand(
    'BILLING_NO_COMPANY',
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_UNKNOWN_ACCOUNT',
    'BILLING_NIGHT_UNKNOWN_HOUSE',
    'BILLING_NIGHT_IN_FUTURE',
    'TURN_GIVEN_UP',
    'TURN_LOST',
  )
  async start(
    @Body() { date, account, house }: RunNightBody,
    @Origin() origin: CommandOrigin,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NightAnswer> {
    const night = { date, account, house };
    const today = this.clock.today();
    if (date >= today) throw new RejectedError(new Rejection('BILLING_NIGHT_IN_FUTURE', { date, today }));
    await this.requireKnown(night);
    const running = this.turns.runOnce(origin.commandId, night);
    const outcome = await Promise.race([running, delay(ANSWER_WITHIN_MILLISECONDS, null, { ref: false })]);
    if (outcome !== null) {
      response.status(200);
      return answerOfNight(outcome);
    }
    running.catch((error: unknown) => this.logger.error({ err: error, date }, 'A night that was run by hand failed'));
    response.status(202);
    return { date, state: 'running', calculated: 0, unchanged: 0, closed: 0, parked: [], heldByOthers: [] };
  }

  private async requireKnown({ date, account, house }: AskedNight): Promise<void> {
    const { book, row } = await this.books.current();
    const first = firstDayOf(book.firstPeriod);
    if (date < first) throw new RejectedError(new Rejection('BILLING_BEFORE_FIRST_PERIOD', { asOf: date, first }));
    if (account !== undefined) await this.asked.requireAccount(account);
    if (house === undefined || Object.hasOwn(row.houses, house)) return;
    throw new RejectedError(new Rejection('BILLING_NIGHT_UNKNOWN_HOUSE', { date, house }));
  }
}

function answerOfNight(outcome: NightOutcome): NightAnswer {
  return { ...outcome, state: 'finished' };
}

function answerOfHouse(houseId: string, house: NightHouseState): NightRunAnswer['houses'][number] {
  if (house.status !== 'completed') {
    return { houseId, status: house.status, calculated: null, closed: null, parked: null };
  }
  const { status, done, parked } = house;
  return { houseId, status, calculated: done.calculated, closed: done.closed, parked: parked.length };
}
