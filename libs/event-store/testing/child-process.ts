import { ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

/** Lets a plain Node process load the TypeScript of this repository, in the way the test runner does. */
const LOADER = `
const Module = require('node:module');
const { readFileSync } = require('node:fs');
const { transformSync } = require(${JSON.stringify(require.resolve('@swc/core'))});
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const library = /^#libs\\/(.*)$/.exec(request);
  return resolveFilename.call(this, library ? ${JSON.stringify(ROOT)} + '/libs/' + library[1] + '/index.ts' : request, ...rest);
};
require.extensions['.ts'] = (module, filename) => {
  const options = { filename, jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' }, module: { type: 'commonjs' } };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};
`;

export interface Child {
  readonly process: ChildProcess;
  /** Everything the child has written so far. */
  output(): string;
  /** The exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
}

/**
 * Runs a JavaScript program in a process of its own, with `argument` as its last argument. The program may require
 * `#libs/…`. `fileBlocksLimit` bounds the size of the files it writes, in blocks of 512 bytes, as a full disk would.
 */
export function startChild(folder: string, program: string, argument: string, fileBlocksLimit?: number): Child {
  const [loaderFile, programFile] = [join(folder, 'loader.js'), join(folder, 'program.js')];
  writeFileSync(loaderFile, LOADER);
  writeFileSync(programFile, program);
  const node = [process.execPath, '-r', loaderFile, programFile, argument];
  const limit = fileBlocksLimit === undefined ? '' : `ulimit -f ${fileBlocksLimit}; `;
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$@"`, 'sh', ...node], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return {
    process: child,
    output: () => text,
    ended: new Promise((resolveEnd) => child.on('close', (code) => resolveEnd(code))),
  };
}
