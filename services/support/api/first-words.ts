const CHARACTERS_LIMIT = 60;

/** With which words a text begins, on one line: whole words, as many as fit, and an ellipsis where more follows. */
export function firstWordsOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const characters = [...line];
  if (characters.length <= CHARACTERS_LIMIT) return line;
  const cut = characters.slice(0, CHARACTERS_LIMIT).join('');
  const whole = cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut;
  return `${whole.replace(/[\s.,;:!?—–-]+$/, '')}…`;
}
