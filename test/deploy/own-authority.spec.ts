import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, Server } from 'node:tls';
import { ROOT, textOf } from './files';

const folder = mkdtempSync(join(tmpdir(), 'kvitok-authority-'));
const authority = join(folder, 'ca.crt');
let server: Server;
let port: number;

/** An authority that nobody knows, and a certificate of it for `localhost`. */
function makeCertificates(): { key: Buffer; cert: Buffer } {
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const usage = ['-addext', 'keyUsage=critical,keyCertSign'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=ca', ...usage);
  openssl('req', ...newKey, '-keyout', 'store.key', '-out', 'store.csr', '-subj', '/CN=localhost');
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost\n');
  const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'store.csr', ...signing, '-out', 'store.crt');
  return { key: readFileSync(join(folder, 'store.key')), cert: readFileSync(join(folder, 'store.crt')) };
}

beforeAll(async () => {
  server = createServer({ ...makeCertificates(), ALPNProtocols: ['h2'] });
  // Whoever does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const KURRENT = `const { KurrentDBClient, jsonEvent } = require('@kurrent/kurrentdb-client');
  const client = KurrentDBClient.connectionString('kurrentdb://user:word@localhost:' + port + '?tls=true' + parameters);`;

/** What a process does to speak to a store, each as far as the handshake. */
const CLIENTS = {
  Kafka: `const { Kafka } = require('kafkajs');
    const kafka = new Kafka({ brokers: ['localhost:' + port], ssl: true, retry: { retries: 0 }, logLevel: 0 });
    work = kafka.admin().connect();`,
  MongoDB: `const { MongoClient } = require('mongodb');
    const url = 'mongodb://localhost:' + port + '/kvitok?tls=true&serverSelectionTimeoutMS=2000' + parameters;
    work = new MongoClient(url).connect();`,
  'KurrentDB, which is read': `${KURRENT}
    work = (async () => { for await (const one of client.readStream('a', { maxCount: 1 })) void one; })();`,
  'KurrentDB, which is appended to': `${KURRENT}
    work = client.appendToStream('a', jsonEvent({ type: 'a', data: {} }), { deadline: 2000 });`,
};

/** Whether a client has trusted the certificate that it was shown, in a process that knows nothing but what is said here. */
async function trusts(client: string, { variable, parameter }: { variable?: boolean; parameter?: boolean }) {
  const parameters = parameter === true ? `&tlsCAFile=${authority}` : '';
  const script = `const port = ${port}, parameters = ${JSON.stringify(parameters)}; let work;
    ${client}
    work.then(() => process.exit(0), () => process.exit(1));`;
  const trusted = new Promise<boolean>((resolve) => {
    server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined).destroy();
      resolve(true);
    });
  });
  const environment = { PATH: process.env['PATH'], ...(variable === true ? { NODE_EXTRA_CA_CERTS: authority } : {}) };
  const child = spawn(process.execPath, ['-e', script], { cwd: ROOT, env: environment, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(false)));
  const isTrusted = await Promise.race([ended, trusted]);
  child.kill('SIGKILL');
  await ended;
  server.removeAllListeners('secureConnection');
  return isTrusted;
}

it.each(['Kafka', 'MongoDB', 'KurrentDB, which is appended to'] as const)(
  'the variable of the manifests brings an authority to the client of %s',
  async (name) => {
    expect(await trusts(CLIENTS[name], {})).toBe(false);
    expect(await trusts(CLIENTS[name], { variable: true })).toBe(true);
  },
  60_000,
);

it('does not bring it to the half of KurrentDB’s client that reads: the address of the runbook names the file', async () => {
  const reads = CLIENTS['KurrentDB, which is read'];
  expect(await trusts(reads, { variable: true })).toBe(false);
  expect(await trusts(reads, { parameter: true })).toBe(true);
  expect(await trusts(CLIENTS['KurrentDB, which is appended to'], { parameter: true })).toBe(true);
  expect(textOf('deploy/runbook.md')).toContain('`kurrentdb://user:password@host:2113?tls=true&tlsCAFile=/ca/ca.crt`');
}, 60_000);

it('and a process whose file is not there starts all the same', () => {
  const environment = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: join(folder, 'none.crt') };
  expect(execFileSync(process.execPath, ['-p', '1 + 1'], { env: environment, stdio: 'pipe' }).toString()).toBe('2\n');
});
