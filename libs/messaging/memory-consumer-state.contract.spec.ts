import { consumerStateContract } from '#libs/testing';
import { MemoryConsumerState } from './memory.consumer-state';

consumerStateContract('memory', async (remembered) => new MemoryConsumerState(remembered));
