import 'reflect-metadata';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedDocuments, SCHEMA_FOLDER } from './generated-documents';

/** Writes the generated documents, or with `--check` says which of them are stale and ends with 1. */
function main(root: string, check: boolean): number {
  const wanted = generatedDocuments();
  const stale = [...wanted].filter(([path, text]) => textOf(join(root, path)) !== text).map(([path]) => path);
  const left = filesIn(join(root, SCHEMA_FOLDER))
    .map((name) => `${SCHEMA_FOLDER}/${name}`)
    .filter((path) => !wanted.has(path));
  const differing = [...stale, ...left];
  if (check) {
    for (const path of differing) process.stderr.write(`stale: ${path}\n`);
    if (differing.length > 0) process.stderr.write('Run `npm run docs` and commit what it writes.\n');
    return differing.length === 0 ? 0 : 1;
  }
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), wanted.get(path) ?? '');
  }
  for (const path of left) rmSync(join(root, path));
  process.stdout.write(`${wanted.size} documents, ${differing.length} changed\n`);
  return 0;
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

const flags = process.argv.slice(2);
if (flags.some((flag) => flag !== '--check')) {
  process.stderr.write('Usage: node dist/services/cli/docs/main.js [--check]\n');
  process.exitCode = 2;
} else {
  process.exitCode = main(process.cwd(), flags.includes('--check'));
}
