import { CustomTransportStrategy, Server } from '@nestjs/microservices';
import { ConsumerPlaces } from './consumer-places';
import { IntegrationMessage } from './messaging.port';

export interface BusServerOptions {
  /** The transport symbol that the reactions of the service name; its description is the consumer's durable name. */
  readonly consumer: symbol;
  now(): string;
  /** Takes messages as soon as the application listens; otherwise only `drain` moves. */
  readonly follow?: boolean;
  /** Waits before a failed message is tried again; tests give one that does not. */
  pause?(milliseconds: number): Promise<void>;
  onParked?(message: IntegrationMessage, error: string): void;
  /** A store or a broker failed; it is tried again. */
  onError?(error: unknown): void;
}

/** Gives the handlers of one service what the others tell. */
export interface BusServer extends Server, CustomTransportStrategy {
  readonly consumer: string;
  /** Until everything that is in the log now was dealt with, what handlers append meanwhile not counted. */
  drain(): Promise<void>;
  /** Messages that the service has not dealt with, as a broker counts them; absent where the log itself is the bus. */
  lag?(): Promise<number>;
  /** Settings of its topics that are not as they are to be; null where it is not known. Absent where there is no broker. */
  topicFaults?(): number | null;
  /** Handles the parked messages of a key again, in order; answers how many left the list. */
  retryParked(key: string): Promise<number>;
  /** Leaves out the first parked message of a key for good. */
  skipFirstParked(key: string): Promise<void>;
}

/** The way of messages from the log to the services. */
export interface Transport {
  /** For those who wait until a service has heard of something. */
  readonly places: ConsumerPlaces;
  /** For one service of this process. */
  server(options: BusServerOptions): BusServer;
  /** Publishes what these services of the process tell, until `close`; nothing to do where the log itself is the bus. */
  publish(services: readonly string[], onError: (error: unknown) => void): void;
  close(): Promise<void>;
}
