import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandHandler } from '#libs/event-store';
import {
  ApiCommand,
  ApiProblems,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  FreshEnough,
  MinPositionQuery,
  Origin,
  receiptOf,
} from '#libs/platform';
import { AdditionalServiceCommand, additionalServiceStream } from '../domain/additional-service.commands';
import { additionalServiceDecider } from '../domain/additional-service.decider';
import { additionalServices } from '../projections/additional-services.projection';
import { serviceDays } from '../projections/service-days.projection';
import {
  ChangeServiceBody,
  FreeDaysAnswer,
  OfferedServicesAnswer,
  OfferedServicesRequest,
  OfferServiceBody,
  ServicePath,
  WithdrawServiceBody,
} from './additional-services.dto';
import { AdditionalServicesQuery } from './additional-services.query';

/** What the company offers beside the utilities. */
@ApiTags('support')
@Controller('support/services')
export class AdditionalServicesController {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    private readonly query: AdditionalServicesQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The additional services that can be ordered' })
  @ApiOkResponse({ type: OfferedServicesAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [additionalServices] })
  async offered(@Query() { on }: OfferedServicesRequest): Promise<OfferedServicesAnswer> {
    return { services: await this.query.offered(on) };
  }

  @Get(':serviceId/days')
  @ApiOperation({ summary: 'The days for which a service can be ordered, with the places that are left' })
  @ApiOkResponse({ type: FreeDaysAnswer })
  @ApiProblems('SUPPORT_UNKNOWN_SERVICE', 'SUPPORT_SERVICE_WITHDRAWN')
  @FreshEnough({ projections: [additionalServices, serviceDays] })
  async days(@Param() { serviceId }: ServicePath, @Query() _query: MinPositionQuery): Promise<FreeDaysAnswer> {
    return { serviceId, days: await this.query.days(serviceId) };
  }

  @Post()
  @ApiOperation({ summary: 'Offers a service from a day' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('SUPPORT_SERVICE_EXISTS', 'SUPPORT_SERVICE_TERMS')
  offer(@Body() { serviceId, from, ...terms }: OfferServiceBody, @Origin() origin: CommandOrigin) {
    return this.state({ kind: 'OfferAdditionalService', serviceId, from, terms }, origin);
  }

  @Post(':serviceId/changes')
  @ApiOperation({ summary: 'Gives a service other terms from a day; orders placed before keep theirs' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'SUPPORT_UNKNOWN_SERVICE',
    'SUPPORT_SERVICE_WITHDRAWN',
    'SUPPORT_SERVICE_CHANGE_TOO_EARLY',
    'SUPPORT_SERVICE_TERMS',
  )
  change(
    @Param() { serviceId }: ServicePath,
    @Body() { from, ...terms }: ChangeServiceBody,
    @Origin() origin: CommandOrigin,
  ) {
    return this.state({ kind: 'ChangeAdditionalService', serviceId, from, terms }, origin);
  }

  @Post(':serviceId/withdrawal')
  @ApiOperation({ summary: 'Takes a service out of the catalogue from a day; orders placed before are done' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('SUPPORT_UNKNOWN_SERVICE', 'SUPPORT_SERVICE_WITHDRAWN', 'SUPPORT_SERVICE_CHANGE_TOO_EARLY')
  withdraw(
    @Param() { serviceId }: ServicePath,
    @Body() { from }: WithdrawServiceBody,
    @Origin() origin: CommandOrigin,
  ) {
    return this.state({ kind: 'WithdrawAdditionalService', serviceId, from }, origin);
  }

  private async state(command: AdditionalServiceCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const stream = additionalServiceStream(command.serviceId);
    return receiptOf(await this.commands.execute({ stream, decider: additionalServiceDecider, command, ...origin }));
  }
}
