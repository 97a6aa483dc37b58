/** Those who want to hear that this process has appended. Calls that come close together are told once. */
export class AppendListeners {
  private readonly listeners = new Set<() => void>();
  private isScheduled = false;

  /** Each call is a subscription of its own, also with a listener that is there already. */
  add(listener: () => void): () => void {
    const subscription = (): void => listener();
    this.listeners.add(subscription);
    return () => {
      this.listeners.delete(subscription);
    };
  }

  /** Ends all subscriptions: a closed store tells nobody. */
  clear(): void {
    this.listeners.clear();
  }

  tell(): void {
    if (this.isScheduled || this.listeners.size === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      for (const listener of this.listeners) listener();
    });
  }
}
