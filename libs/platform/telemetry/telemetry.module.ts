import { DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { Startup } from './startup';
import { CONSUMERS, METRICS, STARTUP } from './telemetry-tokens';

/** Health and figures of a process that serves HTTP. */
@Module({})
export class TelemetryModule {
  static forRoot(options: {
    readonly metrics: Metrics;
    readonly consumers: readonly string[];
    readonly startup: Startup;
  }): DynamicModule {
    return {
      module: TelemetryModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: METRICS, useValue: options.metrics },
        { provide: CONSUMERS, useValue: options.consumers },
        { provide: STARTUP, useValue: options.startup },
      ],
    };
  }
}
