import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandHandler, EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import {
  ApiCommand,
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  Origin,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { meterStream } from '../domain/meter.commands';
import { meterDecider } from '../domain/meter.decider';
import { CorrectReadingBody, ReadingAcknowledgement, ReplaceReadingBody, SubmitReadingBody } from './readings.dto';
import { ReadingParts, readingOfToday, stateReading, windowToDayOf } from './submit-reading';

const WRONG_VALUES = [
  'METERING_REGISTER_COUNT',
  'METERING_VALUE_NOT_A_NUMBER',
  'METERING_VALUE_ABOVE_DIGITS',
  'METERING_VALUE_TOO_MANY_PLACES',
];
const QUESTIONS = ['METERING_READING_FAR_ABOVE_USUAL', 'METERING_READING_ROLLS_OVER'];
const WRONG_ORDER = ['METERING_READING_BELOW_PREVIOUS', 'METERING_READING_ABOVE_NEXT'];

/** Meter readings as they come in: from a person now, so that the day received is today. */
@ApiTags('metering')
@Controller('metering/readings')
export class ReadingsController {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commandHandler: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  private get parts(): ReadingParts {
    return { commands: this.commandHandler, store: this.store, readModels: this.readModels };
  }

  @Post()
  @ApiOperation({ summary: 'Submits a reading and answers with a dated acknowledgement' })
  @ApiCreatedResponse({ type: ReadingAcknowledgement })
  @ApiCommand(
    'METERING_UNKNOWN_METER',
    'METERING_METER_REMOVED',
    'METERING_READING_IN_FUTURE',
    'METERING_READING_BEFORE_INSTALLATION',
    'METERING_READING_ALREADY_TAKEN',
    'METERING_READING_DOUBTFUL',
    ...QUESTIONS,
    ...WRONG_VALUES,
    ...WRONG_ORDER,
  )
  async submit(@Body() body: SubmitReadingBody, @Origin() origin: CommandOrigin): Promise<ReadingAcknowledgement> {
    const { channel = 'cabinet', ...said } = body;
    return stateReading(this.parts, readingOfToday(this.clock.today(), { ...said, channel }), origin);
  }

  @Post('replacements')
  @ApiOperation({ summary: 'Gives a person’s own reading other values until the window of its month ends' })
  @ApiCreatedResponse({ type: ReadingAcknowledgement })
  @ApiCommand(
    'METERING_UNKNOWN_METER',
    'METERING_UNKNOWN_READING',
    'METERING_READING_NOT_REPLACEABLE',
    'METERING_READING_DOUBTFUL',
    ...WRONG_VALUES,
    ...WRONG_ORDER,
  )
  async replace(@Body() body: ReplaceReadingBody, @Origin() origin: CommandOrigin): Promise<ReadingAcknowledgement> {
    const windowToDay = await windowToDayOf(this.readModels, body.meterId);
    const command = { kind: 'ReplaceReading', ...body, replacedOn: this.clock.today(), windowToDay } as const;
    return stateReading(this.parts, command, origin);
  }

  @Post('corrections')
  @ApiOperation({ summary: 'Gives an accepted reading other values, as of today' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'METERING_UNKNOWN_METER',
    'METERING_UNKNOWN_READING',
    'METERING_REASON_REQUIRED',
    'METERING_CORRECTION_BEFORE_READING',
    'METERING_READING_ALREADY_CORRECTED',
    ...QUESTIONS,
    ...WRONG_VALUES,
    ...WRONG_ORDER,
  )
  async correct(@Body() body: CorrectReadingBody, @Origin() origin: CommandOrigin): Promise<CommandReceipt> {
    const { meterId } = body;
    const correctedOn = this.clock.today();
    const result = await this.commandHandler.execute({
      stream: meterStream(meterId),
      decider: meterDecider,
      command: { kind: 'CorrectReading', ...body, correctedOn, channel: 'accountant' },
      ...origin,
    });
    return receiptOf(result);
  }
}
