import { Change, ExpiringRecords, KeptRecord } from './expiring-records.port';

/** Records for tests and trials: gone with the process. */
export class MemoryExpiringRecords implements ExpiringRecords {
  private readonly collections = new Map<string, Map<string, KeptRecord>>();

  async get<Document extends object>(
    collection: string,
    key: string,
    now: string,
  ): Promise<KeptRecord<Document> | null> {
    return this.find<Document>(collection, key, now);
  }

  async ofGroup<Document extends object>(collection: string, group: string, now: string) {
    return this.living<Document>(collection, now).filter((record) => record.group === group);
  }

  async all<Document extends object>(collection: string, now: string, limit: number) {
    return this.living<Document>(collection, now).slice(0, limit);
  }

  async change<Document extends object, Answer>(
    { collection, key, now }: { readonly collection: string; readonly key: string; readonly now: string },
    decide: (current: Document | null) => { readonly change: Change<Document>; readonly answer: Answer },
  ): Promise<Answer> {
    const current = this.find<Document>(collection, key, now);
    const { change, answer } = decide(current?.document ?? null);
    if (change.kind === 'remove') this.records(collection).delete(key);
    if (change.kind === 'keep') {
      const group = change.group === undefined ? (current?.group ?? null) : change.group;
      const { document, expiresAt } = change;
      this.records(collection).set(key, { key, group, document: structuredClone(document), expiresAt });
    }
    return answer;
  }

  async remove(collection: string, key: string): Promise<void> {
    this.records(collection).delete(key);
  }

  async removeGroup(collection: string, group: string): Promise<void> {
    for (const [key, record] of this.records(collection)) {
      if (record.group === group) this.records(collection).delete(key);
    }
  }

  async sweep(now: string): Promise<number> {
    let swept = 0;
    for (const records of this.collections.values()) {
      for (const [key, { expiresAt }] of records) {
        if (expiresAt <= now && records.delete(key)) swept += 1;
      }
    }
    return swept;
  }

  async close(): Promise<void> {
    this.collections.clear();
  }

  private find<Document extends object>(collection: string, key: string, now: string): KeptRecord<Document> | null {
    const record = this.records(collection).get(key);
    return record === undefined || record.expiresAt <= now ? null : (structuredClone(record) as KeptRecord<Document>);
  }

  private living<Document extends object>(collection: string, now: string): KeptRecord<Document>[] {
    const keys = [...this.records(collection).keys()].sort();
    return keys.flatMap((key) => this.find<Document>(collection, key, now) ?? []);
  }

  private records(collection: string): Map<string, KeptRecord> {
    let records = this.collections.get(collection);
    if (records === undefined) this.collections.set(collection, (records = new Map<string, KeptRecord>()));
    return records;
  }
}
