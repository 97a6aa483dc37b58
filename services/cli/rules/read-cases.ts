/** The cases of a file, or what is wrong with the file. */
export type CasesRead =
  { readonly ok: true; readonly cases: readonly unknown[] } | { readonly ok: false; readonly reason: string };

/** Reads the text of a file of cases: a JSON list. Never throws. */
export function readCases(text: string): CasesRead {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { ok: false, reason: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  return Array.isArray(parsed)
    ? { ok: true, cases: parsed as unknown[] }
    : { ok: false, reason: 'not a list of cases {id, rule, input, expected}' };
}
