import { Consumer } from 'kafkajs';
import { KafkaConnection } from './kafka.connection';

/** Whether this process is in its group, and whether others are. */
export class KafkaMembership {
  private isMember = false;
  private hasStarted = false;
  private looking: Promise<boolean> | null = null;

  constructor(
    private readonly group: string,
    private readonly connection: Pick<KafkaConnection, 'membersOf'>,
  ) {}

  get takesMessages(): boolean {
    return this.isMember;
  }

  /** A client that is to join the group, before it does. */
  watch(client: Pick<Consumer, 'on' | 'events'>): void {
    const { GROUP_JOIN, CRASH, DISCONNECT, STOP } = client.events;
    client.on(GROUP_JOIN, () => (this.isMember = true));
    for (const left of [CRASH, DISCONNECT, STOP] as const) client.on(left, () => (this.isMember = false));
  }

  /**
   * True until the process has joined, as long as others are in the group. Where nobody is, as after an outage of them all,
   * nothing is won by waiting; nor where the brokers cannot say, since people need none of them. Once false it stays so.
   */
  async isStarting(): Promise<boolean> {
    if (!this.hasStarted) this.hasStarted = this.isMember || !(await this.areOthersIn());
    return !this.hasStarted;
  }

  /** Whoever asks meanwhile shares the look: with the brokers away it takes longer than anybody waits. */
  private areOthersIn(): Promise<boolean> {
    this.looking ??= this.connection
      .membersOf(this.group)
      .then(
        (members) => members > 0,
        () => false,
      )
      .finally(() => (this.looking = null));
    return this.looking;
  }
}
