import ts from 'typescript';
import { isSpec, SourceFile } from './layout-law';

/** A person is addressed with a capital letter: «Вы», «Вас», «Ваш счёт», wherever in the sentence it stands. */
const SMALL = /(?<![А-Яа-яЁё])(?:вы|вас|вам|вами|ваш(?:а|е|и|его|ей|ему|им|их|у|ем|ими)?)(?![А-Яа-яЁё])/;

/** Whatever people may read: strings of the services and libs, and the text of their pages. Comments are no one's. */
export function peopleAddressedInSmallLetters(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^(services|libs)\/.*\.(ts|tsx|js)$/.test(path) && !isSpec(path))
    .flatMap(({ path, text }) =>
      textsOf(path, text).flatMap(({ line, words }) => {
        const found = SMALL.exec(words)?.[0];
        return found === undefined ? [] : [`${path}:${String(line)} says «${found}»`];
      }),
    );
}

function textsOf(path: string, text: string): { readonly line: number; readonly words: string }[] {
  const kind = path.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  const texts: { line: number; words: string }[] = [];
  const look = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateHead(node);
    if (isText || ts.isTemplateMiddleOrTemplateTail(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      texts.push({ line: line + 1, words: node.text });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return texts;
}
