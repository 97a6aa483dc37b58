/** A whole number with its thousands apart: `100 000`. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** A figure to three places that say something. */
export function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return places === 0 ? grouped(value) : String(Math.round(value * 10 ** places) / 10 ** places);
}
