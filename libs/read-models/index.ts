export * from './control-sum';
export * from './errors';
export * from './projector';
export * from './memory.read-models';
export * from './pages';
export * from './read-models.port';
export * from './sqlite.read-models';
export * from './rebuild';
