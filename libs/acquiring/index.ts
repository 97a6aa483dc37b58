export * from './acquirer.port';
export * from './sandbox-bank';
export * from './sandbox.acquirer';
export * from './yookassa.acquirer';
