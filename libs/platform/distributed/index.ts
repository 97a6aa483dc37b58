export * from '../stack/distributed-stack';
