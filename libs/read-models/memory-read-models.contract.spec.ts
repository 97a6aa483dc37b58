import { readModelStoreContract } from '#libs/testing';
import { MemoryReadModelStore } from './memory.read-models';

readModelStoreContract('memory', async () => new MemoryReadModelStore());
