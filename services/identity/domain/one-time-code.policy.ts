/** Which codes of the second factor count (RFC 6238). Instants are milliseconds since 1970. */
export const STEP_SECONDS = 30;
/** A clock that is half a minute off is nobody’s fault; more is a door that stands open longer. */
const STEPS_OFF_MAX = 1;

/** The time step of an instant. */
export function stepAt(instant: number): number {
  return Math.floor(instant / (STEP_SECONDS * 1_000));
}

/** The steps whose codes count at an instant: none that was used, and none before it. */
export function stepsThatCount(instant: number, usedStep: number | null): readonly number[] {
  const now = stepAt(instant);
  const steps = Array.from({ length: 2 * STEPS_OFF_MAX + 1 }, (_, index) => now - STEPS_OFF_MAX + index);
  return steps.filter((step) => step >= 0 && (usedStep === null || step > usedStep));
}
