const { mkdirSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');
const { fetch } = globalThis;

/** Programs say with it that no page of another site has sent them. */
const OWN_REQUEST = { 'X-Kvitok-Request': '1' };

/** What is asked: a process that serves, where its document lies, and who asks. */
const TARGETS = [
  {
    name: 'services',
    main: 'dist/services/main.js',
    environment: { LOG_LEVEL: 'info', KVITOK_CABINET_PORT: 'off', KVITOK_BACK_OFFICE_PORT: 'off' },
    address: /"url":"(http:[^"]+)"/,
    document: '/docs-json',
    prepare({ must, root, dataDir }) {
      const company = join(root, 'samples', 'company');
      const command = ['bin/kvitok.js', 'import', company, '--through', '2026-09-30', '--data', dataDir];
      return must(process.execPath, command, { stdio: 'ignore' });
    },
    wayIn: () => ({}),
  },
  {
    // The demonstration plays the sample company itself, and says with which login and code its resident signs in.
    name: 'cabinet',
    main: 'dist/services/cli/demo.js',
    environment: { KVITOK_CABINET_PORT: '0', KVITOK_BACK_OFFICE_PORT: '0', KVITOK_SANDBOX_BANK_PORT: '0' },
    runsIn: 'data',
    address: /cabinet is at (http:[^\s:]+:\d+)[\s\S]*code {3}[\d-]+/,
    document: '/docs-json',
    ids: { accounts: ['0045120023'], meters: ['M00066', 'M00067', 'M00068'] },
    // These would end the session of all that is asked afterwards, the last because another answer tells its name, and
    // have little to be random about: test/cabinet/api.e2e.spec.ts asks them.
    leftOut: ['Session_close', 'Access_everywhere', 'Access_freeze', 'Access_endSession'],
    prepare({ root, dataDir }) {
      mkdirSync(dataDir, { recursive: true });
      symlinkSync(join(root, 'samples'), join(dataDir, 'samples'));
    },
    async wayIn(url, written) {
      const [, login] = /login {2}([\d -]+)/.exec(written);
      const [, code] = /code {3}([\d -]+)/.exec(written);
      const answer = await fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...OWN_REQUEST },
        body: JSON.stringify({ login: login.replace(/\D/g, ''), code: code.replace(/\D/g, '') }),
      });
      if (!answer.ok) throw new Error(`Nobody could sign in: ${answer.status} ${await answer.text()}`);
      const [, session] = /kvitok_session=([^;]+)/.exec(answer.headers.getSetCookie().join('; '));
      return { session, headers: OWN_REQUEST };
    },
  },
];

module.exports = { TARGETS };
