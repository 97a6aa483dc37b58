import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { EventStore } from '#libs/event-store';
import { ConsumerState } from '#libs/messaging';
import { Projector } from '#libs/read-models';
import { CONSUMER_STATE, EVENT_STORE, PROJECTOR } from '../tokens';
import { Startup } from './startup';
import { CONSUMERS, STARTUP } from './telemetry-tokens';

/** A read model that is further behind answers of the past: the process is not ready to serve. */
export const EVENTS_BEHIND_LIMIT = 10_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CONSUMER_STATE) private readonly consumerState: ConsumerState,
    @Inject(CONSUMERS) private readonly consumers: readonly string[],
    @Inject(STARTUP) private readonly startup: Startup,
  ) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Does the process run? It need not be able to serve.' })
  @ApiOkResponse({ schema: { type: 'object', properties: { status: { type: 'string', example: 'ok' } } } })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('started')
  @HealthCheck()
  @ApiOperation({ summary: 'May another process of this service end for this one? Once it may, it always may.' })
  async started() {
    return this.health.check([() => this.messages()]);
  }

  @Get('ready')
  @HealthCheck()
  @ApiOperation({ summary: 'May requests be sent here? Names the part that is in the way.' })
  async ready() {
    return this.health.check([() => this.eventStore(), () => this.projections(), () => this.bus()]);
  }

  /** Whoever replaces all processes of a service must not leave nobody to take its messages: see ADR 0091. */
  private async messages(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('messages');
    const waiting = await this.startup.waitingFor();
    if (waiting.length === 0) return indicator.up();
    return indicator.down({ reason: 'The log is read before messages are taken; others take them', waiting });
  }

  private async eventStore(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('eventStore');
    try {
      return indicator.up({ head: await this.store.head() });
    } catch {
      return indicator.down({ reason: 'The event store cannot be read' });
    }
  }

  /** A read model that stands still or is far behind would answer with sums of the past. */
  private async projections(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('projections');
    const lags = await this.projector.lag();
    const bad = lags.filter(({ state, behind }) => state === 'failed' || isFar(behind));
    const mostBehind = mostOf(lags.map(({ behind }) => behind));
    if (bad.length === 0) return indicator.up({ mostBehind });
    return indicator.down({
      mostBehind,
      standing: bad.map(({ projection, state, behind, failure }) => ({
        projection,
        state,
        behind,
        failedAt: failure?.position ?? null,
      })),
    });
  }

  /**
   * What is parked, and how far the group is behind, is told and makes no process unready: one bad account must not stop a
   * house, and another copy would be as far behind, while what people state here needs nobody else. See ADR 0088.
   */
  private async bus(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('bus');
    try {
      const behind: Record<string, number | null> = {};
      for (const consumer of this.consumers) {
        behind[consumer] = await this.store.eventsBehind(await this.consumerState.checkpoint(consumer));
      }
      return indicator.up({ behind, parkedKeys: await this.consumerState.parkedKeyCount() });
    } catch {
      return indicator.down({ reason: 'What the consumers have heard cannot be read' });
    }
  }
}

/** What is not known is told as null and keeps no process from serving. */
function isFar(behind: number | null): boolean {
  return behind !== null && behind > EVENTS_BEHIND_LIMIT;
}

/** Null where one is not known: it may be the most. */
function mostOf(behind: readonly (number | null)[]): number | null {
  return behind.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
}
