import { INestApplication, LoggerService } from '@nestjs/common';
import { MicroserviceOptions } from '@nestjs/microservices';
import { BusErrorFilter, BusServer, IntegrationMessage } from '#libs/messaging';
import { Stack } from '#libs/platform';
import { ServiceParts } from './services';

export interface BusOptions {
  /** Whether the servers take messages as soon as the application has started. */
  readonly follow: boolean;
  onParked?(consumer: string, message: IntegrationMessage, error: string): void;
  onError?(consumer: string, error: unknown): void;
  onReadingLog?(consumer: string, upTo: number, head: number): void;
  onLogRead?(consumer: string, events: number): void;
}

/** The durable name under which a service keeps its place on the bus. */
export function consumerName({ consumer }: ServiceParts): string | null {
  return consumer?.description ?? null;
}

/** One server for each service that reacts to others; each gives the messages to the handlers of that service alone. */
export function connectServers(
  app: INestApplication,
  stack: Stack,
  services: readonly ServiceParts[],
  options: BusOptions,
): BusServer[] {
  return services.flatMap(({ consumer }) => {
    if (consumer === null) return [];
    const name = consumer.description ?? '';
    const server = stack.transport.server({
      consumer,
      now: () => stack.clock.now(),
      follow: options.follow,
      onParked: (message, error) => options.onParked?.(name, message, error),
      onError: (error) => options.onError?.(name, error),
      onReadingLog: (upTo, head) => options.onReadingLog?.(name, upTo, head),
      onLogRead: (events) => options.onLogRead?.(name, events),
    });
    // A filter counts only when it is there before the microservice is initialised.
    app
      .connectMicroservice<MicroserviceOptions>({ strategy: server }, { deferInitialization: true })
      .useGlobalFilters(new BusErrorFilter());
    return [server];
  });
}

/** Never with what a message says. */
export function reportsOfBus(logger: LoggerService): Omit<BusOptions, 'follow'> {
  return {
    onParked(consumer, { messageId, contract }, reason) {
      logger.error({ consumer, messageId, contract, reason }, 'A message was parked');
    },
    onError(consumer, error) {
      logger.error({ consumer, err: error }, 'A consumer could not follow the log');
    },
    onReadingLog(consumer, upTo, head) {
      logger.log({ consumer, upTo, head }, 'The log is read before messages are taken');
    },
    onLogRead(consumer, events) {
      logger.log({ consumer, events }, 'The log is read: messages are taken from here on');
    },
  };
}
