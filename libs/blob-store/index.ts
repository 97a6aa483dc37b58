export * from './blob-store.port';
export * from './file.blob-store';
export * from './memory.blob-store';
