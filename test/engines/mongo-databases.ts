import { randomUUID } from 'node:crypto';
import { MongoConnection } from '#libs/mongo';

/** Connections of a suite, each to a database of its own unless it is told which. */
export class MongoDatabases {
  private readonly opened: MongoConnection[] = [];

  /** @param address of the server, without a database. */
  constructor(private readonly address: () => string) {}

  newName(): string {
    return `kvitok_${randomUUID().slice(0, 8)}`;
  }

  async open(name = this.newName(), address = this.address(), serverSelectionMs = 5_000) {
    const connection = await MongoConnection.open({ url: `${address}/${name}`, serverSelectionMs });
    this.opened.push(connection);
    return connection.database;
  }

  async closeAll(): Promise<void> {
    for (const connection of this.opened.splice(0)) await connection.close();
  }
}
