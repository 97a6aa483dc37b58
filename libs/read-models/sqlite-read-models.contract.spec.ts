import { readModelStoreContract } from '#libs/testing';
import { SqliteReadModelStore } from './sqlite.read-models';

readModelStoreContract('SQLite', async () => new SqliteReadModelStore(':memory:'));
