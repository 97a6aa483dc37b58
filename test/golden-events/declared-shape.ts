import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..', '..');

/** Data of an event as they are after every upcaster. */
export interface ShapedEvent {
  readonly service: string;
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

/**
 * Where data differ from what the code declares for their event: a field that is missing, one that nobody declares, one
 * of another type. The compiler judges, as it would if the data stood in the code as a literal.
 */
export function problemsOfShapes(events: readonly ShapedEvent[]): string[] {
  const declared = new Map(servicesOf(events).flatMap((service) => declarationsOf(service)));
  const unknown = events.filter(({ service, type }) => !declared.has(`${service} ${type}`));
  const literals = new Map(
    events.filter((event) => !unknown.includes(event)).map((event) => literalOf(event, declared)),
  );
  return [
    ...unknown.map(({ service, type }) => `${service} ${type}: no file of the service declares it`),
    ...problemsOfFiles(literals),
  ];
}

function servicesOf(events: readonly ShapedEvent[]): string[] {
  return [...new Set(events.map(({ service }) => service))];
}

/** The file that declares each event of a service: `export type OrderPlaced = DomainEvent<'OrderPlaced', …>`. */
function declarationsOf(service: string): [string, string][] {
  const folder = join(ROOT, 'services', service, service === 'cli' ? 'import' : 'domain');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) => {
      const file = join(folder, name);
      const found = readFileSync(file, 'utf8').matchAll(/export type (\w+) = DomainEvent<\s*'\1'/g);
      return [...found].map(([, type = '']): [string, string] => [`${service} ${type}`, file]);
    });
}

function literalOf(
  { service, type, version, data }: ShapedEvent,
  declared: ReadonlyMap<string, string>,
): [string, string] {
  const file = (declared.get(`${service} ${type}`) ?? '').replace(/\.ts$/, '');
  const lines = [
    `import type { ${type} } from ${JSON.stringify(file)};`,
    `export const data: ${type}['data'] = ${JSON.stringify(data)};`,
  ];
  return [join(ROOT, 'test', 'golden-events', `${service} ${type} version ${String(version)}.ts`), lines.join('\n')];
}

/** What the compiler says of files that are nowhere but here. */
function problemsOfFiles(texts: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const [exists, read, source] = [host.fileExists, host.readFile, host.getSourceFile];
  host.fileExists = (path) => texts.has(path) || exists(path);
  host.readFile = (path) => texts.get(path) ?? read(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? source(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
  };
  const program = ts.createProgram([...texts.keys()], { ...options, noEmit: true }, host);
  return [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const name = (path.split('/').at(-1) ?? '').replace(/\.ts$/, '');
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}
