import { randomUUID } from 'node:crypto';
import { MongoConsumerState } from '#libs/messaging/mongo';
import { consumerStateContract } from '#libs/testing';
import { Engine, openMongo } from './engines';

let mongo: Engine<string>;

beforeAll(async () => {
  mongo = await openMongo();
}, 120_000);

afterAll(() => mongo.release());

consumerStateContract('MongoDB', (remembered) =>
  MongoConsumerState.open(`${mongo.address}/kvitok_${randomUUID().slice(0, 8)}`, remembered),
);
