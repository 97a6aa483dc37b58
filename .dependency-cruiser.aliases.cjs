/**
 * Where `#libs/<name>` and `#services/<name>` point when the sources are read: package.json maps them to `dist`,
 * which is right for Node and useless for the import law. Only dependency-cruiser reads this file; nothing here is
 * built by webpack, its form of a resolver's configuration is merely the one that dependency-cruiser accepts.
 * The paths follow the working directory, so that the fixtures of the law resolve to themselves.
 */
const { resolve } = require('node:path');

module.exports = {
  resolve: { alias: { '#libs': resolve('libs'), '#services': resolve('services') } },
};
