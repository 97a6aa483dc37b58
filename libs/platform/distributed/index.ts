export * from '../stack/distributed-stack';
export type { KeysAsked } from '../stack/mongo-ports';
