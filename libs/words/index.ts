export * from './charges';
export * from './dates';
export * from './declines';
export * from './explanations';
export * from './numbers';
