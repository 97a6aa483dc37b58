const LINE_FORM = /^(\d{4}-(?:0[1-9]|1[0-2]))\/((?:order:)?[0-9A-Za-z_.-]{1,32})(?:\/([a-z0-9_]{1,40}))?$/;

/** The month, the utility (or `order:<id>`) and its part of a charge line; null where the reference names none. */
export function lineOf(reference: string) {
  const [, period, utility, component] = LINE_FORM.exec(reference) ?? [];
  if (period === undefined || utility === undefined) return null;
  return { period, utility, component: component ?? null };
}
