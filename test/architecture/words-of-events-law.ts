import ts from 'typescript';
import { SourceFile } from './layout-law';

/** Fields of events that are plain text and hold no words which a person may type, each of a form of its own. */
const OF_A_FORM = new Set([
  // Numbers, days, instants, hashes and codes of programs.
  ...[
    'account',
    'toAccount',
    'houseId',
    'house',
    'houses',
    'flat',
    'accounts',
    'utility',
    'unit',
    'cycle',
    'login',
    'key',
  ],
  ...[
    'values',
    'startValues',
    'finalValues',
    'volumes',
    'value',
    'price',
    'norm',
    'coefficient',
    'percent',
    'volumeGcal',
  ],
  ...['totalAreaM2', 'commonAreaM2', 'maxMonthly', 'hash', 'digest', 'fingerprint', 'bookFingerprint', 'planHash'],
  ...['contentHash', 'codeHash', 'fileHash', 'code', 'takenBack', 'charged', 'sources', 'replaces', 'conflictsWith'],
  ...[
    'recordedAt',
    'sentAt',
    'retryAt',
    'failedAt',
    'attemptedAt',
    'expiresAt',
    'closedAt',
    'leaseUntil',
    'timeZone',
    'type',
  ],
  // The identity that a bank gives to a payment, and what a question is about.
  'reference',
  // What an approval or a letter is about, by the id that its service gives it.
  'subject',
  // Who did it, by number.
  ...['actor', 'holder', 'requestedBy', 'grantedBy', 'refusedBy', 'withdrawnBy', 'approvedBy', 'printedBy', 'agreedBy'],
  ...['orderedBy', 'assignedTo', 'assignedBefore', 'companies', 'acquirer', 'attachedAccount', 'attachedAccounts'],
  // What a browser calls itself, cut down to a name of the list in `devices.ts`.
  ...['device', 'devices'],
  // The company and its bank, as its requisites are published; a meter by its plate.
  ...[
    'name',
    'inn',
    'kpp',
    'ogrn',
    'bic',
    'bankName',
    'bankAccount',
    'correspondentAccount',
    'address',
    'phone',
    'serial',
  ],
  // The kind of a fault of the program, by the name of its class.
  'fault',
  // Made by the system of what it knows, for the second person.
  'summary',
]);

/**
 * Fields of events that are free text and neither looked into before an event is recorded, nor sealed, nor of a form that
 * is named above. Words that somebody types stay in the log for ever.
 */
export function wordsNobodyLooksInto(files: readonly SourceFile[], fieldsOfWords: readonly string[]): string[] {
  return files
    .filter(({ path }) => /^services\/\w+\/domain\/.*\.events\.ts$/.test(path))
    .flatMap(({ path, text }) => textFieldsOf(path, text).map((field) => ({ path, field })))
    .filter(({ field }) => !/(Ids?|^id)$/.test(field) && !/^sealed/.test(field))
    .filter(({ field }) => !OF_A_FORM.has(field) && !fieldsOfWords.includes(field))
    .map(({ path, field }) => `${path} keeps the words of ${field}`);
}

function textFieldsOf(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const fields: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && ts.isIdentifier(node.name) && node.type !== undefined && isText(node.type)) {
      fields.push(node.name.text);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return fields;
}

/** `string`, also as one of several or in a list. */
function isText(type: ts.TypeNode): boolean {
  if (type.kind === ts.SyntaxKind.StringKeyword) return true;
  if (ts.isUnionTypeNode(type)) return type.types.some(isText);
  if (ts.isArrayTypeNode(type)) return isText(type.elementType);
  return ts.isTypeOperatorNode(type) && isText(type.type);
}
