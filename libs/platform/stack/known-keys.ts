import { CodeHasher, codeKeysOpen, MarkedCodeRows } from '#libs/code-vault';
import { KeyMarks, masterKeysOpen, PersonRows } from '#libs/person-vault';
import {
  CODE_PEPPER,
  CODE_PRINT_KEY,
  fingerprintOf,
  GivenKey,
  givenKey,
  keyInFile,
  KeyName,
  KeySource,
  PERSON_MASTER_KEY,
  underBothLabels,
} from './key-files';

/** Fingerprints, with commas between, of keys of codes that may take the place of those of before. */
export const ACCEPTED_KEYS_VARIABLE = 'KVITOK_ACCEPTED_KEYS';

/** The vault is sealed under another key. Tells fingerprints, which disclose nothing, and no key. */
export class WrongKeyError extends Error {
  readonly code = 'KEY_WRONG';

  constructor(name: KeyName, given: GivenKey, kept: string | null) {
    const place = given.version === 'environment' ? name.variable : `the file ${name.fileName}`;
    const was = kept === null ? '' : ` (fingerprint ${kept})`;
    const mark = fingerprintOf(given.key);
    super(
      `The key in ${place} (fingerprint ${mark}) is another one than the data are sealed with${was}. Nothing was changed. ` +
        `Put that key back from its copy. ${withoutCopy(name, `${ACCEPTED_KEYS_VARIABLE}=${mark}`)}`,
    );
    this.name = 'WrongKeyError';
  }
}

/** There is no key, but data that are sealed with one: none is made in its place. */
export class LostKeyError extends Error {
  readonly code = 'KEY_LOST';

  constructor(name: KeyName) {
    super(
      `The key that the data are sealed with is not there: neither ${name.variable} nor the file ${name.fileName}. Nothing was ` +
        `changed. Put it back from its copy. ${withoutCopy(name, `${ACCEPTED_KEYS_VARIABLE} to its fingerprint`)}`,
    );
    this.name = 'LostKeyError';
  }
}

const CONSEQUENCES: ReadonlyMap<KeyName, string> = new Map([
  [CODE_PEPPER, 'every code has to be replaced, and every member of staff needs a new link'],
  [CODE_PRINT_KEY, 'codes in force let people in and cannot be printed again'],
]);

/** What to do where the key is gone for good. */
function withoutCopy(name: KeyName, acceptance: string): string {
  const consequence = CONSEQUENCES.get(name);
  return consequence === undefined
    ? 'Where no copy is left, nobody can read the personal data: move their vault away, and enter them anew.'
    : `Where no copy is left, ${consequence}: name another key of 64 hexadecimal digits, and set ${acceptance}.`;
}

type Environment = KeySource['environment'];
type KeyFolder = Omit<KeySource, keyof KeyName>;

/**
 * Looks whether the master key is the one that the vault is sealed with, and marks a vault that is new, or was made before
 * there were marks and opens. Throws WrongKeyError before anything is written, and what the rows throw.
 */
export async function recogniseMasterKey(rows: PersonRows, given: GivenKey): Promise<void> {
  await recognise(rows.keyMarks, PERSON_MASTER_KEY, given, {
    opens: () => masterKeysOpen(rows, underBothLabels(given)),
    isEmpty: async () => (await rows.anyKey()) === null,
    accepted: [],
  });
}

/** As `recogniseMasterKey` of the keys of codes. A key that is not given is not looked at. */
export async function recogniseCodeKeys(
  rows: MarkedCodeRows,
  keys: { readonly pepper: GivenKey; readonly printKey: GivenKey | null; readonly hasher: CodeHasher },
  environment: Environment,
): Promise<void> {
  const { pepper, printKey, hasher } = keys;
  let opened: ReturnType<typeof codeKeysOpen> | null = null;
  const look = () =>
    (opened ??= codeKeysOpen({
      ...{ rows, hasher, pepper: pepper.key },
      printKeys: printKey === null ? [] : underBothLabels(printKey),
    }));
  const isEmpty = () => holdsNoCode(rows);
  const accepted = (environment[ACCEPTED_KEYS_VARIABLE] ?? '').split(',').map((one) => one.trim());
  if (printKey !== null) {
    const opens = async () => (await look())?.printKey ?? null;
    await recognise(rows.keyMarks, CODE_PRINT_KEY, printKey, { opens, isEmpty, accepted });
  }
  const opens = async () => (printKey === null ? null : ((await look())?.pepper ?? null));
  await recognise(rows.keyMarks, CODE_PEPPER, pepper, { opens, isEmpty, accepted });
}

/** The master key of a folder, made where the vault is new. Throws LostKeyError where it is not, and no key is there. */
export function masterKeyOf(rows: PersonRows, folder: KeyFolder): Promise<GivenKey> {
  return keyOf(rows.keyMarks, PERSON_MASTER_KEY, folder, async () => (await rows.anyKey()) === null);
}

/** The same of a key of codes. */
export function codeKeyOf(rows: MarkedCodeRows, name: KeyName, folder: KeyFolder): Promise<GivenKey> {
  return keyOf(rows.keyMarks, name, folder, () => holdsNoCode(rows));
}

/**
 * Whether the vault is new is asked before its key is looked for: of several that start over a new folder one may make the key
 * and mark the vault in between, and its key is the key of all.
 */
async function keyOf(
  marks: KeyMarks,
  name: KeyName,
  folder: KeyFolder,
  isEmpty: () => Promise<boolean>,
): Promise<GivenKey> {
  const isNew = (await marks.markOf(name.fileName)) === null && (await isEmpty());
  const given = givenKey({ ...folder, ...name });
  if (given === null && !isNew) throw new LostKeyError(name);
  return given ?? { version: 'file', key: keyInFile(folder.dataDir, name.fileName) };
}

interface Recognising {
  /** Whether the key opens what is kept; null where nothing tells. Asked of a vault without a mark alone. */
  opens(): Promise<boolean | null>;
  isEmpty(): Promise<boolean>;
  readonly accepted: readonly string[];
}

async function recognise(marks: KeyMarks, name: KeyName, given: GivenKey, look: Recognising): Promise<void> {
  const mark = fingerprintOf(given.key);
  let kept = await marks.markOf(name.fileName);
  if (kept === null) {
    const opens = await look.opens();
    // Passwords alone tell nothing of a key: the first code that is kept beside them will.
    if (opens === null && !(await look.isEmpty())) return;
    if (opens !== false) kept = await marks.markIfNone(name.fileName, mark);
  }
  if (kept === mark) return;
  if (!look.accepted.includes(mark)) throw new WrongKeyError(name, given, kept);
  await marks.markAnew(name.fileName, mark);
}

async function holdsNoCode(rows: MarkedCodeRows): Promise<boolean> {
  // Later than any code was put: UTC instants are compared as texts.
  return (await rows.putBefore('9999', { after: null, limit: 1 })).length === 0;
}
