export * from './assets';
export * from './configure-gateway';
export * from './cookies';
export * from './form';
export * from './form-token';
export * from './own-request';
export * from './page-error';
export * from './page-request';
