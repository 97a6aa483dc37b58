import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, FreshEnough, MinPositionQuery } from '#libs/platform';
import { registries } from '../../projections/registries/registries.projection';
import { registryLines } from '../../projections/registries/registry-lines.projection';
import { registryProfiles } from '../../projections/registries/registry-profiles.projection';
import { ProfilesAnswer, RegistriesAnswer, RegistryAnswer, RegistryLinesAnswer } from './registries-answers.dto';
import { RegistriesListQuery, RegistryLinesQuery, RegistryPath } from './registries.dto';
import { RegistriesQuery } from './registries.query';

/** Banks' files as the office sees them. */
@ApiTags('payments')
@Controller('registries')
export class RegistriesController {
  constructor(private readonly query: RegistriesQuery) {}

  @Get()
  @ApiOperation({ summary: 'The files that were taken, the latest first' })
  @ApiOkResponse({ type: RegistriesAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [registries] })
  list(@Query() { status, limit }: RegistriesListQuery): Promise<RegistriesAnswer> {
    return this.query.list({ ...(status === undefined ? {} : { status }), ...(limit === undefined ? {} : { limit }) });
  }

  @Get('profiles')
  @ApiOperation({ summary: 'The ways in which files are read today' })
  @ApiOkResponse({ type: ProfilesAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [registryProfiles] })
  async profiles(@Query() _query: MinPositionQuery): Promise<ProfilesAnswer> {
    return { profiles: await this.query.profiles() };
  }

  @Get(':registryId')
  @ApiOperation({ summary: 'How far a file is recorded, and its sums by outcome beside its own' })
  @ApiOkResponse({ type: RegistryAnswer })
  @ApiProblems('PAYMENTS_UNKNOWN_REGISTRY')
  @FreshEnough({ projections: [registries] })
  one(@Param() { registryId }: RegistryPath, @Query() _query: MinPositionQuery): Promise<RegistryAnswer> {
    return this.query.one(registryId);
  }

  @Get(':registryId/lines')
  @ApiOperation({ summary: 'What became of each line of a file' })
  @ApiOkResponse({ type: RegistryLinesAnswer })
  @ApiProblems('PAYMENTS_UNKNOWN_REGISTRY')
  @FreshEnough({ projections: [registries, registryLines] })
  lines(
    @Param() { registryId }: RegistryPath,
    @Query() { outcome, after, limit }: RegistryLinesQuery,
  ): Promise<RegistryLinesAnswer> {
    return this.query.lines(registryId, {
      ...(outcome === undefined ? {} : { outcome }),
      ...(after === undefined ? {} : { after }),
      ...(limit === undefined ? {} : { limit }),
    });
  }
}
