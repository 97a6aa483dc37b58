const { createHmac } = require('node:crypto');
const { mkdirSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');
const { fetch } = globalThis;

/** Programs say with it that no page of another site has sent them. */
const OWN_REQUEST = { 'X-Kvitok-Request': '1' };

/** Of the process that is asked, and of no other. */
const SERVICES_KEY = 'key-of-the-services-under-random-requests';

/** What is asked: a process that serves, where its document lies, and who asks. */
const TARGETS = [
  {
    name: 'services',
    main: 'dist/services/main.js',
    environment: {
      LOG_LEVEL: 'info',
      KVITOK_CABINET_PORT: 'off',
      KVITOK_BACK_OFFICE_PORT: 'off',
      KVITOK_SERVICES_KEY: SERVICES_KEY,
    },
    address: /"url":"(http:[^"]+)"/,
    document: '/docs-json',
    prepare({ must, root, dataDir }) {
      const company = join(root, 'samples', 'company');
      const command = ['bin/kvitok.js', 'import', company, '--through', '2026-09-30', '--data', dataDir];
      return must(process.execPath, command, { stdio: 'ignore' });
    },
    wayIn: () => ({ headers: { Authorization: `Bearer ${SERVICES_KEY}` } }),
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
  {
    // The demonstration says with which numbers, passwords and secrets of the second factor its staff sign in.
    name: 'back-office',
    main: 'dist/services/cli/demo.js',
    environment: { KVITOK_CABINET_PORT: '0', KVITOK_BACK_OFFICE_PORT: '0', KVITOK_SANDBOX_BANK_PORT: '0' },
    runsIn: 'data',
    address: /back-office is at (http:[^\s:]+:\d+)[\s\S]*chief +\d+ +\S+ +\S+/,
    document: '/docs-json',
    ids: { accounts: ['0045120023'] },
    // The first ends the session of all that is asked afterwards; the others are steps of a way in whose limits would
    // shut the sign-in of the chief, or take the chief's own colleagues away: test/back-office/api.e2e.spec.ts asks them.
    leftOut: ['Session_close', 'Session_password', 'Session_open', 'Staff_suspend', 'Staff_issueLink'],
    prepare({ root, dataDir }) {
      mkdirSync(dataDir, { recursive: true });
      symlinkSync(join(root, 'samples'), join(dataDir, 'samples'));
    },
    async wayIn(url, written) {
      const [, staffId, password, secret] = /chief +(\d+) +(\S+) +(\S+)/.exec(written);
      const ask = async (path, body) => {
        const headers = { 'Content-Type': 'application/json', ...OWN_REQUEST };
        const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        if (!answer.ok) throw new Error(`Nobody could sign in: ${answer.status} ${await answer.text()}`);
        return answer;
      };
      const { proof } = await (await ask('/api/session/password', { staffId, password })).json();
      // By true time, whatever day the demonstration has. A step counts once, and this one may be spent on the enrolment.
      const step = Math.floor(Date.now() / STEP_MILLISECONDS);
      const signIn = (at) => ask('/api/session', { proof, code: codeAt(secret, at) });
      const answer = await signIn(step).catch(() => signIn(step + 1));
      const [, session] = /kvitok_office_session=([^;]+)/.exec(answer.headers.getSetCookie().join('; '));
      return { session, headers: OWN_REQUEST };
    },
  },
];

const STEP_MILLISECONDS = 30_000;

/** The code of RFC 6238 at a step of 30 seconds; the secret is in base 32. */
function codeAt(secret, step) {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      .map((byte) => parseInt(byte, 2)),
  );
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', key).update(moment).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

module.exports = { TARGETS };
