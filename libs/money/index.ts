export * from './kopecks';
export * from './rational';
export * from './splitting';
