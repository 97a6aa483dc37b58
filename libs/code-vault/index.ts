export * from './argon2-hasher';
export * from './code-rows.port';
export * from './code-vault.port';
export * from './marked-code-rows';
export * from './memory.code-rows';
export * from './sealed-code-vault';
export * from './sqlite.code-rows';
