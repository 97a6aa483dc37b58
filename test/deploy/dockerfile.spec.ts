import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { builtFilesIn, PINNED_IMAGE, ROOT, sourceOf, textOf } from './files';

const text = textOf('deploy/Dockerfile');
const lines = text.replace(/\\\n/g, ' ').split('\n');
const instructions = (name: string) => lines.filter((line) => line.startsWith(`${name} `));

it('is written as a Dockerfile is', () => {
  expect(validate(text)).toEqual([]);
  expect(validate('FROM node\nCOPPY a b')).not.toEqual([]);
});

it('is built on one version of a Node that the package allows', () => {
  const images = instructions('FROM').map((line) => line.split(/\s+/)[1] ?? '');
  expect(images).toHaveLength(2);
  expect(images.filter((image) => !PINNED_IMAGE.test(image))).toEqual([]);
  const versions = images.map((image) => /^node:([\d.]+)-/.exec(image)?.[1]);
  expect(new Set(versions).size).toBe(1);
  expect(Number(versions[0]?.split('.')[0])).toBeGreaterThanOrEqual(20);
});

it('copies what is there and what the build is let to see', () => {
  const copied = instructions('COPY')
    .filter((line) => !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(copied.length).toBeGreaterThan(0);
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  const let_in = textOf('.dockerignore').split('\n');
  expect(let_in).toContain('*');
  expect(copied.filter((path) => !let_in.includes(`!${path}`))).toEqual([]);
});

it('takes from the build stage what the build stage has made', () => {
  const taken = instructions('COPY').filter((line) => line.includes('--from=build'));
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  const made = ['/app/package.json', '/app/node_modules', '/app/dist'];
  expect(taken.map((line) => line.split(/\s+/)[2])).toEqual([certificates, ...made]);
  expect(text).toMatch(/npm prune --omit=dev/);
});

it('runs as a user with a number that is not root, and starts what has a source', () => {
  expect(instructions('USER')).toEqual(['USER 10001:10001']);
  const command = JSON.parse(instructions('CMD').at(-1)?.slice(4) ?? '[]') as string[];
  expect(builtFilesIn(command).map(sourceOf)).toEqual(['services/main.ts']);
  expect(existsSync(join(ROOT, 'services/main.ts'))).toBe(true);
  expect(instructions('ADD')).toEqual([]);
});

describe('the keys of a trial', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-trial-keys-'));
  const make = () =>
    execFileSync(process.execPath, [join(ROOT, 'deploy', 'trial-keys.cjs'), folder], { encoding: 'utf8' });
  const made = () => readFileSync(join(folder, 'kvitok.env'), 'utf8');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are random, as long as the settings want them, and made once', () => {
    make();
    const first = made();
    const lines = first.trim().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => !/^KVITOK_[A-Z_]+=[0-9a-f]{64}$/.test(line))).toEqual([]);
    expect(new Set(lines.map((line) => line.split('=')[1])).size).toBe(6);
    make();
    expect(made()).toBe(first);
    const of = (purpose: string) => readFileSync(join(folder, `${purpose}.env`), 'utf8').match(/^KVITOK_\w+/gm);
    expect(of('services')).toEqual(['KVITOK_SERVICES_KEY', 'KVITOK_METRICS_KEY']);
    expect(of('forms')).toEqual(['KVITOK_FORM_SECRET']);
    expect(of('persons')).toEqual(['KVITOK_PERSON_MASTER_KEY']);
    expect(of('codes')).toEqual(['KVITOK_CODE_PEPPER', 'KVITOK_CODE_PRINT_KEY']);
    // Prometheus is given the key of figures and no other.
    expect(first).toContain(`KVITOK_METRICS_KEY=${readFileSync(join(folder, 'metrics.key'), 'utf8')}\n`);
  });

  it('stay where an earlier release made them, and one that it did not know is added', () => {
    const earlier = made().replace(/^KVITOK_METRICS_KEY=.*\n/m, '');
    const password = readFileSync(join(folder, 'grafana.password'), 'utf8');
    writeFileSync(join(folder, 'kvitok.env'), earlier);
    make();
    expect(made().startsWith(earlier)).toBe(true);
    expect(made().slice(earlier.length)).toMatch(/^KVITOK_METRICS_KEY=[0-9a-f]{64}\n$/);
    expect(readFileSync(join(folder, 'grafana.password'), 'utf8')).toBe(password);
  });
});
