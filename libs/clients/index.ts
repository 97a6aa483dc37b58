export { ANSWER_WITHIN_MILLISECONDS, carrying, defineClient, long } from './define-client';
export type { ClientDefinition, Operation, OperationKind } from './define-client';
export * from './clients.controller';
export * from './clients.module';
export * from './create-clients';
export * from './service-errors';
export type { LineState } from './service-line';
