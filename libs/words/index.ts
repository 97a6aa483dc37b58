export * from './dates';
export * from './declines';
export * from './numbers';
