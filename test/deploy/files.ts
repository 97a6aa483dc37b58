import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const ROOT = join(__dirname, '..', '..');
/** Where `run.cjs` puts what the tools have made of the files. */
const RENDERED = join(ROOT, 'node_modules', '.cache', 'deploy', 'rendered');

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function yamlOf<Document>(path: string): Document {
  return parse(textOf(path), { merge: true }) as Document;
}

/** The manifests of an overlay, as a cluster would be given them. */
export function manifestsOf(overlay: string): readonly Manifest[] {
  const text = readFileSync(join(RENDERED, `${overlay}.yaml`), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** A thing of Kubernetes; what is looked at in it differs from kind to kind. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly data?: unknown;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.spec\.tsx?$/.test(path))
    .map((path) => textOf(join(folder, path)));
}

/** Every variable of the environment that the code names, in whole. */
export function knownVariables(): ReadonlySet<string> {
  const named = [...sourcesBelow('libs'), ...sourcesBelow('services')].flatMap(
    (text) => text.match(/KVITOK_[A-Z_]+/g) ?? [],
  );
  return new Set(['PORT', 'HOST', 'LOG_LEVEL', 'NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', ...named]);
}

/** The source of a built file: `dist/services/billing/main.js` comes from `services/billing/main.ts`. */
export function sourceOf(built: string): string {
  return built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
}

/** The built files that a command names. */
export function builtFilesIn(command: readonly string[]): string[] {
  return command.flatMap((word) => word.match(/dist\/[\w/-]+\.js/g) ?? []);
}

/** A name, a tag of at least three numbers, and nothing that moves. */
export const PINNED_IMAGE = /^[a-z0-9./-]+:v?\d+\.\d+\.\d+(-[a-z]+)*$/;

/** Variables whose value nobody may read. */
export const SECRET_VARIABLE = /(KEY|SECRET|PEPPER|PASSWORD|TOKEN)$/;
