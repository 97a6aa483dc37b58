export * from './components/bar-chart';
export * from './components/content';
export * from './components/conversation-message';
export * from './components/forms';
export * from './components/months-table';
export * from './page/document';
export * from '#libs/words';
