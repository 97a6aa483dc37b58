export * from './components/bar-chart';
export * from './components/content';
export * from './components/forms';
export * from './page/document';
export * from './words/charges';
export * from './words/dates';
export * from './words/declines';
export * from './words/numbers';
