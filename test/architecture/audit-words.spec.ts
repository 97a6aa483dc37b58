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
    const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(plain(auditedInWords('amountKopecks', '123456'))).toBe('1 234,56 ₽');
    expect(plain(auditedInWords('period', '2026-09'))).toBe('сентябрь 2026');
    expect(auditedInWords('accounts', '["1","2"]')).toBe('1, 2');
    expect(plain(auditedInWords('plan', '{"period":"2026-09","planHash":"0a","amountKopecks":100}'))).toBe(
      'месяц сентябрь 2026, сумма 1,00 ₽',
    );
    expect(auditedInWords('plan', '{"period":"2026…')).toBe('много значений');
  });
});
