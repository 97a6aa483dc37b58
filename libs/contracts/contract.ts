import { z } from 'zod';
import { isBillingPeriod, isCivilDate } from '#libs/kernel';

/** A public integration event: its name with the version, what it says and the shape of its data. */
export interface Contract<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** `service.fact.vN`: the pattern that handlers subscribe to. */
  readonly name: Name;
  /** The service that publishes it. */
  readonly service: string;
  /** One sentence for `docs/events.md`. */
  readonly says: string;
  readonly schema: Schema;
}

export type DataOf<C extends Contract> = z.infer<C['schema']>;

export function contract<const Name extends string, Schema extends z.ZodType>(
  name: Name,
  says: string,
  schema: Schema,
): Contract<Name, Schema> {
  return { name, service: name.slice(0, name.indexOf('.')), says, schema };
}

export const accountField = z.string().min(1).max(32).describe('Dwelling account number, leading zeros kept');
export const dateField = z.string().refine(isCivilDate).describe('Civil date YYYY-MM-DD in the company’s zone');
export const periodField = z.string().refine(isBillingPeriod).describe('Billing period YYYY-MM');
export const decimalField = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .describe('Exact decimal number');
export const kopecksField = z.int().describe('Whole kopecks');
export const payeeField = z.enum(['main', 'capital_repair']);
