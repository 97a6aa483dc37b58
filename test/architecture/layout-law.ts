import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/**
 * The laws of the layout, as pure functions of files: each answers with its offenders, a sentence for each one.
 * What the house looks like and why stands in `docs/architecture.md`.
 */
export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const SERVICES = ['identity', 'metering', 'billing', 'payments', 'support'] as const;
const ROOMS = ['domain', 'projections', 'automation', 'api'] as const;
const SOURCE_LINES_MAX = 400;
const SPEC_LINES_MAX = 700;

/** The role suffixes of each room; a file without one holds the nouns that its neighbours share. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  domain: ['events', 'commands', 'state', 'decider', 'policy'],
  projections: ['projection', 'query'],
  automation: ['reaction', 'job', 'relay'],
  api: ['controller', 'dto', 'query', 'client'],
};
const ADAPTER_PRODUCTS = ['memory', 'sqlite', 'kurrentdb', 'mongo', 'kafka', 'smtp', 'file', 'yookassa', 'sandbox'];
const TEST_LEVELS = ['contract', 'scenario', 'e2e'];

export function readTree(root: string, folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .map((absolute) => ({
      path: relative(root, absolute).split(sep).join('/'),
      text: readFileSync(absolute, 'utf8'),
    }));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

export const isSpec = (path: string): boolean => /\.spec\.tsx?$/.test(path);
const isTest = (path: string): boolean => isSpec(path) || /^(test|bench)\/|\/testing\//.test(path);

/** The four rooms, one wiring file and one entry; nothing else lies at the door of a service. */
export function servicesNotBuiltOfFourRooms(files: readonly SourceFile[], services: readonly string[]): string[] {
  return services.flatMap((service) => {
    const inside = files.map((file) => file.path).filter((path) => path.startsWith(`services/${service}/`));
    const names = inside.map((path) => path.slice(`services/${service}/`.length));
    const emptyRooms = ROOMS.filter((room) => !names.some((name) => name.startsWith(`${room}/`) && !isSpec(name)));
    const wiring = [`${service}.module.ts`, 'main.ts'];
    const atTheDoor = names.filter((name) => !name.includes('/') && !isSpec(name));
    const modules = names.filter((name) => name.endsWith('.module.ts'));
    return [
      ...emptyRooms.map((room) => `${service} has no room ${room}`),
      ...wiring.filter((name) => !names.includes(name)).map((name) => `${service} has no ${name}`),
      ...modules
        .filter((name) => name !== `${service}.module.ts`)
        .map((name) => `${service} has a second module ${name}`),
      ...atTheDoor
        .filter((name) => ![...wiring, 'index.ts'].includes(name) && !name.endsWith('.module.ts'))
        .map((name) => `${service} has ${name} outside its rooms`),
      ...names
        .filter((name) => name.includes('/') && !ROOMS.some((room) => name.startsWith(`${room}/`)))
        .map((name) => `${service} has ${name} outside its rooms`),
    ];
  });
}

/** The name of a file tells its role and, of a test, its cost. */
export function filesWithoutARoleInTheirName(files: readonly SourceFile[]): string[] {
  return files
    .map((file) => file.path)
    .filter((path) => /^services\/[^/]+\/(domain|projections|automation|api)\/.*\.ts$/.test(path))
    .filter((path) => {
      const room = path.split('/')[2] as string;
      const parts = (path.split('/').at(-1) as string).split('.').slice(0, -1);
      if (parts.at(-1) === 'spec') parts.pop();
      if (TEST_LEVELS.includes(parts.at(-1) as string)) parts.pop();
      if (!/^[a-z][a-z0-9-]*$/.test(parts[0] as string) || parts.length > 2) return true;
      return parts.length === 2 && !ROLES[room]?.includes(parts[1] as string);
    });
}

/** A reaction is a sentence; a relay says that it publishes. */
export function automationNotNamedAsASentence(files: readonly SourceFile[]): string[] {
  return files
    .map((file) => file.path)
    .filter((path) => path.startsWith('services/') && /\.(reaction|relay)(\.spec)?\.ts$/.test(path))
    .filter((path) => {
      const name = path.split('/').at(-1) as string;
      if (!path.includes('/automation/')) return true;
      return !/^(when-[a-z0-9-]+-then-[a-z0-9-]+\.reaction|publish-[a-z0-9-]+\.relay)(\.spec)?\.ts$/.test(name);
    });
}

/** A level of test is one of four; the middle word of `<name>.<level>.spec.ts` says which. */
export function specsOfUnknownCost(files: readonly SourceFile[]): string[] {
  const roles = Object.values(ROLES).flat();
  return files
    .map((file) => file.path)
    .filter((path) => /\.(spec|test)\.tsx?$/.test(path))
    .filter((path) => {
      const [first = '', ...rest] = (path.split('/').at(-1) as string).split('.');
      const words = rest.slice(0, -2);
      const known = [...roles, ...TEST_LEVELS, 'port', 'module', 'property'];
      // The tests of an adapter are named by its product, then by what they are about.
      if (path.startsWith('libs/') && ADAPTER_PRODUCTS.includes(first)) words.shift();
      return !isSpec(path) || words.some((word) => !known.includes(word));
    });
}

/** Every level of test is there: a level whose last suite went away would pass in silence. */
export function levelsWithoutASuite(files: readonly SourceFile[]): string[] {
  return TEST_LEVELS.filter((level) => !files.some(({ path }) => path.endsWith(`.${level}.spec.ts`)));
}

export function rulesWithoutASpecBeside(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map((file) => file.path));
  return [...paths]
    .filter((path) => /\.(decider|policy|projection)\.ts$/.test(path) && !path.startsWith('bench/'))
    .filter((path) => !paths.has(path.replace(/\.ts$/, '.spec.ts')));
}

export function filesTooLong(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => /\.(ts|tsx|js|mjs|cjs)$/.test(file.path))
    .map((file) => ({ path: file.path, lines: file.text.trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > (isTest(path) ? SPEC_LINES_MAX : SOURCE_LINES_MAX))
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

/** Written in halves, so that this file keeps its own law. */
const UNFINISHED = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`);

export function linesLeftUnfinished(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.text.split('\n').flatMap((line, index) => (UNFINISHED.test(line) ? [`${file.path}:${index + 1}`] : [])),
  );
}

/** In the domain nothing is inherited: a rule is a function, a state is a union. */
export function classesThatInherit(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => /^services\/[^/]+\/domain\/|^libs\/(kernel|money)\//.test(file.path) && !isSpec(file.path))
    .filter((file) => /\babstract class\b|\bclass \w+ extends (?!Error\b)/.test(file.text))
    .map((file) => file.path);
}

/** A decider that forgets a new event or command must fail to compile. */
export function decidersWithoutANeverCheck(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.path.endsWith('.decider.ts'))
    .filter((file) => !/\bunreachable\(|:\s*never\b|satisfies never\b/.test(file.text))
    .map((file) => file.path);
}

function visit(file: SourceFile, see: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    see(node);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true));
}

/** Event types that a file of events declares: `DomainEvent<'PeriodClosed', …>` or `type: 'PeriodClosed'`. */
export function eventTypesOf(file: SourceFile): string[] {
  const types = new Set<string>();
  const add = (node: ts.Node | undefined): void => {
    if (node && ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) types.add(node.literal.text);
  };
  visit(file, (node) => {
    if (ts.isTypeReferenceNode(node) && /Event$/.test(node.typeName.getText())) add(node.typeArguments?.[0]);
    if (ts.isPropertySignature(node) && node.name.getText() === 'type') add(node.type);
  });
  return [...types];
}

const isFileOfEvents = (path: string): boolean => /^services\/[^/]+\/domain\/.*\.events\.ts$/.test(path);

export function eventTypesDeclaredTwice(files: readonly SourceFile[]): string[] {
  const places = new Map<string, string[]>();
  for (const file of files.filter(({ path }) => isFileOfEvents(path))) {
    for (const type of eventTypesOf(file)) {
      const name = `${file.path.split('/')[1] ?? ''}: ${type}`;
      places.set(name, [...(places.get(name) ?? []), file.path]);
    }
  }
  return [...places].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name} in ${paths.join(', ')}`);
}

/** Participles that do not end in -ed. */
const IRREGULAR =
  'Paid|Sent|Set|Held|Given|Taken|Left|Lost|Found|Put|Written|Kept|Shown|Withdrawn|Drawn|Begun|Chosen|Made|Split';

/** An event is a past fact with its noun: `ReadingAccepted`, not `AcceptReading` and not `Accepted`. */
export function eventTypesThatAreNoPastFact(files: readonly SourceFile[]): string[] {
  const past = new RegExp(`^([A-Z][a-z0-9]+)+([A-Z][a-z]*ed|${IRREGULAR})([A-Z][a-z]+)*$`);
  return files
    .filter(({ path }) => isFileOfEvents(path))
    .flatMap((file) =>
      eventTypesOf(file)
        .filter((type) => !past.test(type))
        .map((type) => `${file.path}: ${type}`),
    );
}

/** Values of settings that look like codes of rejections and are none. */
const NOT_CODES = ['BILLING_MONTH'];
const CODE_FORM = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const CODE_OF_A_SERVICE = new RegExp(`^(${SERVICES.map((service) => service.toUpperCase()).join('|')})_[A-Z0-9_]+$`);

/** Codes of rejections by the file that states them: first arguments of `new Rejection`, and codes handed to helpers. */
export function rejectionCodesOf(file: SourceFile): string[] {
  const codes = new Set<string>();
  visit(file, (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Rejection') {
      const code = node.arguments?.[0];
      if (code && ts.isStringLiteralLike(code)) codes.add(code.text);
    }
    const inDecidingRoom = /^services\/[^/]+\/(domain|automation)\//.test(file.path);
    if (inDecidingRoom && ts.isStringLiteralLike(node) && CODE_OF_A_SERVICE.test(node.text)) codes.add(node.text);
  });
  return [...codes].filter((code) => !NOT_CODES.includes(code));
}

export function rejectionsOutsideTheCatalogue(files: readonly SourceFile[], catalogue: readonly string[]): string[] {
  const known = new Set(catalogue);
  return files
    .filter(({ path }) => /^(services|libs)\/.*\.ts$/.test(path) && !isTest(path))
    .flatMap((file) =>
      rejectionCodesOf(file)
        .filter((code) => !known.has(code) || !CODE_FORM.test(code))
        .map((code) => `${file.path}: ${code}`),
    );
}
