const { join } = require('node:path');

/** What is asked: a process that serves, where its document lies, and who asks. */
const TARGETS = [
  {
    name: 'services',
    main: 'dist/services/main.js',
    environment: { LOG_LEVEL: 'info', KVITOK_CABINET_PORT: 'off' },
    address: /"url":"(http:[^"]+)"/,
    document: '/docs-json',
    prepare({ must, root, dataDir }) {
      const company = join(root, 'samples', 'company');
      const command = ['bin/kvitok.js', 'import', company, '--through', '2026-09-30', '--data', dataDir];
      must(process.execPath, command, { stdio: 'ignore' });
    },
    headers: () => ({}),
  },
];

module.exports = { TARGETS };
