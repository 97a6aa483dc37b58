import { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock } from '#libs/kernel';
import { InProcessServer } from '#libs/messaging';
import { createEmbeddedStack, Stack, systemClock } from '#libs/platform';
import { ReferenceBooks } from '#services/billing';
import { AppModule } from './app.module';
import { connectServers, consumerName } from './bus';
import { CompanyZone } from './company-zone';
import { drainToRest } from './drain';
import { ServiceParts, SERVICES } from './services';

export interface KvitokOptions {
  /** The folder of the files; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** The machine's clock with the company's civil dates where absent. */
  readonly clock?: Clock;
  /** Whether projections and reactions follow the log by themselves; otherwise nothing moves but by `drain`. */
  readonly follow?: boolean;
  /** Which services the process runs; all where absent. */
  readonly services?: readonly ServiceParts[];
}

export interface Kvitok {
  readonly app: INestApplication;
  readonly stack: Stack;
  readonly servers: readonly InProcessServer[];
  readonly zone: CompanyZone;
  /** Folds and delivers until the log stands still. Only where nothing follows the log by itself. */
  drain(): Promise<void>;
  /** Stops following, lets the work at hand finish and closes the stores. May be called again. */
  close(): Promise<void>;
}

/**
 * The services of one process, with their reactions, over one embedded stack.
 * Throws what `createEmbeddedStack` throws.
 */
export async function createKvitok(options: KvitokOptions): Promise<Kvitok> {
  const { dataDir, follow = false, services = SERVICES } = options;
  const zone = new CompanyZone();
  const stack = await createEmbeddedStack({
    dataDir,
    clock: options.clock ?? systemClock(() => zone.current()),
    projections: services.flatMap(({ projections }) => projections),
    translations: services.flatMap(({ relay }) => (relay === null ? [] : [relay])),
    consumers: services.flatMap((service) => consumerName(service) ?? []),
  });
  try {
    const app = await NestFactory.create(AppModule.forRoot(stack, services), { logger: false, abortOnError: false });
    const servers = connectServers(app, stack, services, { follow });
    await app.init();
    await app.startAllMicroservices();
    await zone.refresh(app.get(ReferenceBooks));
    if (follow) stack.projector.start();
    return {
      app,
      stack,
      servers,
      zone,
      drain: () => drainToRest(stack, servers),
      async close() {
        await app.close();
        await stack.close();
      },
    };
  } catch (error) {
    await stack.close();
    throw error;
  }
}
