/** What has to begin before a process stands in the place of another one. */
export interface StartingConsumer {
  readonly consumer: string;
  /** Absent where it begins at once. */
  isStarting?(): Promise<boolean>;
}

/** Whether a process has started; its consumers are known only when the application is put together. */
export class Startup {
  private consumers: readonly StartingConsumer[] = [];

  watch(consumers: readonly StartingConsumer[]): void {
    this.consumers = consumers;
  }

  /** The consumers that are to take messages yet while others of their service do. */
  async waitingFor(): Promise<readonly string[]> {
    const waiting: string[] = [];
    for (const one of this.consumers) if (await one.isStarting?.()) waiting.push(one.consumer);
    return waiting;
  }
}
