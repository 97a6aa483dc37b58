import { INestApplication, Module, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Contract } from '#libs/contracts';
import { NO_STREAM } from '#libs/event-store';
import { BusErrorFilter, InProcessServer, RelayTranslation } from '#libs/messaging';
import { configureHttp, createEmbeddedStack, EmbeddedStackOptions, PlatformModule, Stack } from '#libs/platform';

export interface OneServiceOptions {
  readonly module: Type;
  readonly consumer: symbol;
  readonly stack: Omit<EmbeddedStackOptions, 'translations'>;
  /** What the other services tell of and the service hears. */
  readonly told: readonly Contract[];
  /** What the service tells, where it hears itself. */
  readonly relays?: readonly RelayTranslation[];
  /** Between a failure and the next attempt; the ordinary pause where absent. */
  readonly pause?: () => Promise<void>;
}

export interface OneService {
  readonly app: INestApplication;
  readonly stack: Stack;
  /** Says something in the name of another service; it is heard with `catchUp`. */
  tell(contract: Pick<Contract, 'name'>, data: object): Promise<void>;
  /** Lets the service hear what was said, and its read models follow. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One service with its API in memory or over the files of a folder; the others are there as far as a test speaks for
 * them: what they would say stands in the log as it is. Nothing moves by itself. It stands outside the index of this
 * lib, so that tests of single deciders do not load a whole service.
 */
export async function startOneService(options: OneServiceOptions): Promise<OneService> {
  const { module, consumer, told, relays = [], pause } = options;
  const stack = await createEmbeddedStack({ ...options.stack, translations: [] });
  @Module({ imports: [PlatformModule.forRoot(stack), module] })
  class Process {}
  const app = await NestFactory.create(Process, { logger: false, bodyParser: false, abortOnError: false });
  const server = new InProcessServer({
    consumer,
    events: stack.store,
    state: stack.consumerState,
    translations: [saidAsItIs(told), ...relays],
    now: () => stack.clock.now(),
    ...(pause === undefined ? {} : { pause }),
  });
  app.connectMicroservice({ strategy: server }, { deferInitialization: true }).useGlobalFilters(new BusErrorFilter());
  configureHttp(app, { allowedHosts: [] });
  await app.init();
  await app.startAllMicroservices();
  return {
    app,
    stack,
    tell: (contract, data) => say(stack, contract.name, data),
    async catchUp() {
      await server.drain();
      await stack.projector.catchUp();
    },
    async close() {
      await app.close();
      await stack.close();
    },
  };
}

function saidAsItIs(told: readonly Contract[]): RelayTranslation {
  return {
    service: 'others',
    handles: told.map(({ name }) => name),
    translate: ({ type, data }) => ({ contract: type, key: (data as { account: string }).account, data }),
  };
}

async function say({ store, clock }: Stack, name: string, data: object): Promise<void> {
  const place = String(await store.head());
  const metadata = {
    recordedAt: clock.now(),
    actor: 'staff:1',
    correlationId: 'correlation',
    causationId: null,
    commandId: null,
    commandHash: null,
  };
  await store.append({
    stream: `others_told-${place}`,
    expectedRevision: NO_STREAM,
    events: [{ eventId: `told-${place}`, type: name, version: 1, data, metadata }],
  });
}
