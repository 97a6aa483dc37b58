/**
 * Completes package-lock.json with the optional packages of other platforms.
 *
 * A registry that carries the binaries of one platform only makes `npm install` leave the others out of the lock file,
 * and `npm ci` then refuses that lock file as out of step with package.json. An entry needs no more than its version
 * and its platform: npm does not fetch what is for another machine, and on that machine it fetches by the version.
 * Run it after a package was added; it changes nothing where nothing is missing.
 *
 *   node .ci/complete-lock.cjs
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const OPERATING_SYSTEMS = [
  'darwin',
  'linux',
  'win32',
  'freebsd',
  'android',
  'openharmony',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

const file = join(__dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));

/** `@swc/core-linux-arm64-musl` says what it is for; a name that says nothing is not completed. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = OPERATING_SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (!os || !cpu) return null;
  const libc = words.map((word) => LIBRARIES[word]).find((library) => os === 'linux' && library);
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}

const added = [];
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const platform = platformOf(name);
    const isExact = /^\d+\.\d+\.\d+/.test(version);
    const known = Object.keys(lock.packages).some((path) => path.endsWith(`node_modules/${name}`));
    if (known || !platform || !isExact) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform,
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
    };
    added.push(`${name}@${version}`);
  }
}

if (added.length > 0) {
  const root = Object.entries(lock.packages).filter(([path]) => path === '');
  const others = Object.entries(lock.packages).filter(([path]) => path !== '');
  others.sort(([left], [right]) => left.localeCompare(right, 'en'));
  lock.packages = Object.fromEntries([...root, ...others]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
process.stdout.write(
  added.length > 0 ? `added to the lock file:\n  ${added.join('\n  ')}\n` : 'the lock file is complete\n',
);
