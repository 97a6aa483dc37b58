import { resolve } from 'node:path';
import ts from 'typescript';
import { auditedInWords } from '../../services/back-office/web/audit-values';
import { fieldInWords } from '../../services/back-office/web/audit-words';
import { eventInWords } from '../../services/back-office/web/event-words';
import { PRIVATE_EVENTS } from '../../services/cli/docs/private-events';
import { readTree } from './layout-law';

const isRussian = (words: string) => /[а-яё]/i.test(words) && !/[a-z]{3}/i.test(words);

/** Every field that events have, those of their parts too. */
function fieldsOfEvents(): readonly string[] {
  const names = new Set<string>();
  const files = readTree(resolve(__dirname, '../..'), ['services']);
  for (const { path, text } of files.filter((file) => /\/domain\/.*\.events\.ts$/.test(file.path))) {
    const look = (node: ts.Node): void => {
      if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) names.add(node.name.text);
      ts.forEachChild(node, look);
    };
    look(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  }
  return [...names];
}

/** The field that a node is about; a type that is named goes by its name, as `Payee` does where a `payee` is meant. */
function fieldOf(node: ts.Node): string | null {
  if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) return node.name.text;
  return ts.isTypeAliasDeclaration(node) ? `${node.name.text.charAt(0).toLowerCase()}${node.name.text.slice(1)}` : null;
}

/** The values that a field may have where its type lists them, or a type that it names does. */
function valuesOfEvents(): readonly (readonly [field: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  const files = readTree(resolve(__dirname, '../..'), ['services']);
  for (const { path, text } of files.filter((file) => /\/domain\/.*\.events\.ts$/.test(file.path))) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    const look = (node: ts.Node, field: string): void => {
      if (ts.isTypeReferenceNode(node)) {
        // The name of an event, or of a field that a type takes or leaves out, is no value.
        const name = node.typeName.getText(file);
        const values = /^(Omit|Pick|Extract|Exclude)$/.test(name)
          ? node.typeArguments?.slice(0, 1)
          : node.typeArguments;
        values?.slice(name === 'DomainEvent' ? 1 : 0).forEach((argument) => look(argument, field));
        return;
      }
      if (ts.isIndexedAccessTypeNode(node)) return;
      if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) && node.literal.text !== '')
        found.push([field, node.literal.text]);
      ts.forEachChild(node, (child) => look(child, fieldOf(node) ?? field));
    };
    look(file, '');
  }
  return found;
}

describe('the trail of the office', () => {
  it('says in Russian what was done, whichever event it was', () => {
    const types = PRIVATE_EVENTS.flatMap((events) => events.types);
    expect(types.length).toBeGreaterThan(100);
    expect(types.filter((type) => !isRussian(eventInWords(type)))).toEqual([]);
  });

  it('says in Russian what each field is, and passes over what only programs read', () => {
    const fields = fieldsOfEvents();
    expect(fields.length).toBeGreaterThan(200);
    const silent = fields.filter((field) => {
      const words = fieldInWords(field);
      return words !== null && !isRussian(words);
    });
    expect(silent).toEqual([]);
  });

  it('says values as people do, and those with parts by their parts', () => {
    const audited = (field: string, text: string) => auditedInWords(field, text, 'Europe/Samara');
    const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(plain(audited('amountKopecks', '123456'))).toBe('1 234,56 ₽');
    expect(plain(audited('period', '2026-09'))).toBe('сентябрь 2026');
    expect(audited('accounts', '["1","2"]')).toBe('1, 2');
    expect(plain(audited('plan', '{"period":"2026-09","planHash":"0a","amountKopecks":100}'))).toBe(
      'месяц сентябрь 2026, сумма 1,00 ₽',
    );
    expect(audited('plan', '{"period":"2026…')).toBe('много значений');
    expect(plain(audited('expiresAt', '2026-10-12T08:00:00.000Z'))).toBe('12 октября 2026, 12:00');
    expect(audited('requestedBy', 'staff:48210935')).toBe('сотрудник № 48210935');
  });

  it('says in Russian every value that the types of events name', () => {
    const values = valuesOfEvents();
    expect(values.length).toBeGreaterThan(100);
    expect(values.filter(([field, value]) => !isRussian(auditedInWords(field, value, 'UTC')))).toEqual([]);
  });
});
