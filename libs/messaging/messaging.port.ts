import { RecordedEvent } from '#libs/kernel';

/** A public integration event on its way between services. */
export interface IntegrationMessage<Data extends object = object> {
  /** Deterministic: the id of the private event and the contract's name, so that a repeated publish is recognised. */
  readonly messageId: string;
  /** `service.fact.vN`, such as `metering.reading-accepted.v1`; also the pattern of `@EventPattern`. */
  readonly contract: string;
  /** What keeps its order: the account number. */
  readonly key: string;
  readonly data: Data;
  /** The private event behind it, for the explanation of sums. */
  readonly source: {
    readonly eventId: string;
    readonly type: string;
    readonly position: number;
    readonly recordedAt: string;
    readonly actor: string;
    readonly correlationId: string;
  };
}

/** Translates some private events of one service into contracts. Pure; null where an event is not for others. */
export interface RelayTranslation {
  /** The service that publishes: its topic is `<service>.v1`. */
  readonly service: string;
  readonly handles: readonly string[];
  translate(event: RecordedEvent): Omit<IntegrationMessage, 'messageId' | 'source'> | null;
}

/** A key whose sequence of messages stopped at a message that could not be handled. */
export interface ParkedKey {
  readonly consumer: string;
  readonly key: string;
  readonly firstMessageId: string;
  readonly contract: string;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: string;
  /** How many messages wait behind the first, itself included. */
  readonly waiting: number;
}

/** The message that a parked key stopped at. */
export interface FirstParked {
  readonly messageId: string;
  /** 0 where it merely waits. */
  readonly attempts: number;
}

/**
 * How many handled messages behind its checkpoint a consumer remembers. Far more than a page, because another process
 * with the same consumer may be that much slower. Messages, not positions: what lies between two of those differs from
 * store to store.
 */
export const REMEMBERED_MESSAGES = 50_000;

/** What a consumer knows of some messages. */
export interface KnownMessages {
  /** The ids of those that were handled. */
  readonly handled: ReadonlySet<string>;
  /** Of their keys those that are parked. */
  readonly parkedKeys: ReadonlySet<string>;
}

/** Who does what one process does for all, with a number that grows while it goes on. */
export interface Turn {
  readonly holder: string;
  readonly beat: number;
}

/** What programs that share a name have said to be able to do: a relay a type of events, a consumer a contract. */
export interface Announced {
  readonly name: string;
  readonly word: string;
}

/** What a consumer remembers durably: its place, what it has handled, what it has parked. */
export interface ConsumerState {
  checkpoint(consumer: string): Promise<number>;
  /**
   * A checkpoint never goes back: of two processes with the same consumer the slower one says nothing new. Of the handled
   * messages up to it the newest `REMEMBERED_MESSAGES` stay remembered; older ones are forgotten now and then.
   */
  saveCheckpoint(consumer: string, position: number): Promise<void>;
  /** What is known of many messages: one question, however many they are. */
  lookUp(consumer: string, messages: readonly Pick<IntegrationMessage, 'messageId' | 'key'>[]): Promise<KnownMessages>;
  isHandled(consumer: string, messageId: string): Promise<boolean>;
  markHandled(consumer: string, messageId: string, position: number): Promise<void>;
  /** Many at once. Where the store fails some may be marked, which says of each what is true: it was handled. */
  markAllHandled(
    consumer: string,
    messages: readonly Pick<IntegrationMessage, 'messageId' | 'source'>[],
  ): Promise<void>;
  isParked(consumer: string, key: string): Promise<boolean>;
  /**
   * Adds the message to the end of its key's sequence. One that is parked already keeps its place: its error is renewed
   * where `attempts` is above 0, and left as it was where the message merely waits behind another one.
   */
  park(consumer: string, message: IntegrationMessage, error: string, attempts: number, parkedAt: string): Promise<void>;
  /** How many keys are parked. Unlike `parkedKeys` it reads no message: it is asked every few seconds. */
  parkedKeyCount(consumer?: string): Promise<number>;
  /** What a key stopped at, null where it is not parked; however many messages wait behind it. */
  firstParked(consumer: string, key: string): Promise<FirstParked | null>;
  /** In the order in which the keys were parked. For a person: it reads everything that is parked. */
  parkedKeys(consumer?: string): Promise<readonly ParkedKey[]>;
  parkedMessages(consumer: string, key: string): Promise<readonly IntegrationMessage[]>;
  /**
   * Forgets one parked message: it was handled at last, or a person decided to skip it. By its id, not its place: another
   * process may have taken what was first meanwhile. One that is not parked is none to forget.
   */
  removeParked(consumer: string, messageId: string): Promise<void>;
  /** Whose turn it is at something; null where it is nobody's. */
  turn(name: string): Promise<Turn | null>;
  /** Makes one turn of another where it still is as `from` says. @returns false where it is not. */
  passTurn(name: string, from: Turn | null, to: Turn | null): Promise<boolean>;
  /** What the programs that share a name have announced so far; empty where none has. */
  announced(name: string): Promise<readonly string[]>;
  /** Adds to what is announced; what is there already stays. */
  announce(name: string, words: readonly string[]): Promise<void>;
  /** What is announced under any name, in the order of names and words. */
  allAnnounced(): Promise<readonly Announced[]>;
  /** Takes one word back, until a program announces it again. One that is not announced is none to take back. */
  withdrawAnnounced(announced: Announced): Promise<void>;
  close(): Promise<void>;
}
