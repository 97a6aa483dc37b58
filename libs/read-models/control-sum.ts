import { createHash } from 'node:crypto';

const LANES = 4;

/**
 * A sum over documents that does not depend on their order: SHA-256 of each key and its canonical document, added up
 * lane by lane modulo 2^32. A sum, not an exclusive or: the same document twice does not cancel out.
 */
export class ControlSum {
  private readonly lanes = new Uint32Array(LANES);
  private documents = 0;

  /** @param document the document as JSON text. */
  add(key: string, document: string): void {
    const digest = createHash('sha256')
      .update(`${JSON.stringify(key)}:${canonicalJson(JSON.parse(document))}`)
      .digest();
    for (let lane = 0; lane < LANES; lane += 1) {
      this.lanes[lane] = (this.lanes[lane] as number) + digest.readUInt32BE(lane * 4);
    }
    this.documents += 1;
  }

  /** Hexadecimal text: the sum and the number of documents. */
  toString(): string {
    const lanes = Array.from(this.lanes, (lane) => lane.toString(16).padStart(8, '0')).join('');
    return `${lanes}${this.documents.toString(16).padStart(8, '0')}`;
  }
}

/**
 * JSON with the names of every object in order. Two folds of the same events may insert the same names in another
 * order, depending on where a page ended and the document went through the store; that is no difference.
 */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson((value as Record<string, unknown>)[name])}`);
  return `{${parts.join(',')}}`;
}
