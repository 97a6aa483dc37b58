export * from '../kafka.connection';
export * from '../kafka.relay';
export * from '../kafka.server';
export * from '../kafka.transport';
export * from '../kafka.topics';
export { TURN_HELD_MS } from '../relay-turn';
