import { BlobStore } from '#libs/blob-store';
import { CommandHandler, EventStore } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { Mailer } from '#libs/mail';
import { ConsumerState, RelayTranslation, Transport } from '#libs/messaging';
import { PersonVault } from '#libs/person-vault';
import { Projection, Projector, ReadModelStore } from '#libs/read-models';
import { LeaseHolders } from '../lease-holders';
import { CodeVault } from './open-code-vault';

/** The ports of a process, each bound to the adapter of the mode in which it runs. */
export interface Stack {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly commands: CommandHandler;
  readonly projector: Projector;
  readonly projections: readonly Projection[];
  readonly translations: readonly RelayTranslation[];
  readonly consumerState: ConsumerState;
  readonly transport: Transport;
  /** Names and what is sealed for people; events carry a person's id alone. */
  readonly vault: PersonVault;
  /** Access codes: what checks them, and apart from it what prints them. */
  readonly codeVault: CodeVault;
  /** Sessions, counters of attempts and links that work once. */
  readonly accessRecords: ExpiringRecords;
  /** Files of messages, sealed by whoever puts them. */
  readonly blobs: BlobStore;
  /** Hands letters over; who sends one decides whether and when. */
  readonly mailer: Mailer;
  readonly clock: Clock;
  /** By which an authenticator on somebody's telephone makes its codes: true time, whatever day the process keeps. */
  readonly deviceClock: Pick<Clock, 'now'>;
  readonly leaseHolders: LeaseHolders;
  /** Stops the projector and closes the stores. May be called again. */
  close(): Promise<void>;
}
