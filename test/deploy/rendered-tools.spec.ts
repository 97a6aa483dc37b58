import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, textOf } from './files';

const CACHE = join(ROOT, 'node_modules', '.cache', 'deploy');

const folder = mkdtempSync(join(tmpdir(), 'kvitok-deploy-tools-'));
afterAll(() => rmSync(folder, { recursive: true }));

function composeOf(text: string) {
  const file = join(folder, 'docker-compose.yml');
  writeFileSync(file, text);
  const { status, stderr } = spawnSync(join(CACHE, 'deploy-tools'), ['compose', file], { encoding: 'utf8' });
  return { status, stderr };
}

describe('the tools find out', () => {
  it('a compose file with a field that there is not', () => {
    const right = textOf('docker-compose.yml');
    expect(composeOf(right).status).toBe(0);
    const wrong = composeOf(right.replace('restart: unless-stopped', 'restarts: unless-stopped'));
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toMatch(/restarts/);
  });

  it('a compose file that waits for a service that there is not', () => {
    const wrong = composeOf(
      textOf('docker-compose.yml').replace(
        '    kafka: { condition: service_healthy }',
        '    kafak: { condition: service_healthy }',
      ),
    );
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toMatch(/kafak/);
  });

  it('a manifest with a field that Kubernetes does not know', () => {
    const file = join(folder, 'pod.yaml');
    const check = (text: string) => {
      writeFileSync(file, text);
      return spawnSync(join(CACHE, 'venv', 'bin', 'kubernetes-validate'), ['--strict', '--quiet', file]).status;
    };
    const pod = (field: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  ${field}: 5\n  containers: [{ name: a, image: 'a:1' }]\n`;
    expect(check(pod('terminationGracePeriodSeconds'))).toBe(0);
    expect(check(pod('terminationGraceSeconds'))).toBe(1);
  });
});
