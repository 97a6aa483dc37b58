import { fieldInWords } from './audit-words';
import { pathInWords, valueOfField } from './event-words';

/** A list of a trail stays a line of a table; whoever needs all of it reads the page of the thing itself. */
const PARTS_MAX = 8;

/** The value of a field of the trail as people read it; a value with parts as its parts. */
export function auditedInWords(field: string, text: string, timeZone: string): string {
  if (!/^[[{]/.test(text)) return valueOfField({ path: field, value: text === '—' ? '' : text }, [], timeZone);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The trail cuts long values short.
    return 'много значений';
  }
  const parts = partsOf(field, value, timeZone);
  const more = parts.length > PARTS_MAX ? [`и ещё ${String(parts.length - PARTS_MAX)}`] : [];
  return [...parts.slice(0, PARTS_MAX), ...more].join(', ') || '—';
}

function partsOf(path: string, value: unknown, timeZone: string): string[] {
  const field = path.split('.').at(-1) ?? path;
  if (Array.isArray(value)) return value.flatMap((one) => partsOf(path, one, timeZone));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
      if (fieldInWords(key) === null || inner === null) return [];
      const words = partsOf(key, inner, timeZone).join(', ');
      return words === '' ? [] : [`${fieldInWords(key) ?? pathInWords(key)} ${words}`];
    });
  }
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return [valueOfField({ path: field, value: value === null ? '' : words }, [], timeZone)];
}
