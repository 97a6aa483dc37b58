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
  /** The process does not know the log yet and reads it before it takes messages: from one position to another. */
  onReadingLog?(upTo: number, head: number): void;
  /** It has read so many events, and takes messages from here on. */
  onLogRead?(events: number): void;
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
  /** Whether this process takes messages now; null where there are none for it. Absent where the log itself is the bus. */
  takesMessages?(): boolean | null;
  /**
   * Whether this process is still to take messages for the first time while others of its service do: whoever puts it in
   * their place has to wait. Absent as above.
   */
  isStarting?(): Promise<boolean>;
  /** Handles the parked messages of a key again, in order; answers how many left the list. */
  retryParked(key: string): Promise<number>;
  /** Leaves out the first parked message of a key for good. */
  skipFirstParked(key: string): Promise<void>;
}

/** The way of messages from the log to the services. */
export interface Transport {
  /** For those who wait until a service has heard of something. */
  readonly places: ConsumerPlaces;
  /** Says what this program can publish, before it records anything. Rejects with StorageError. */
  announce(): Promise<void>;
  /** What `announce` says: words by the name they are announced under. */
  readonly announces: ReadonlyMap<string, readonly string[]>;
  /** For one service of this process. */
  server(options: BusServerOptions): BusServer;
  /** Publishes what these services of the process tell, until `close`; nothing to do where the log itself is the bus. */
  publish(services: readonly string[], onError: (error: unknown) => void): void;
  close(): Promise<void>;
}
