import { z } from 'zod';
import * as contracts from '#libs/contracts';
import { Contract } from '#libs/contracts';

/** As much of JSON Schema as the contracts use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Names that mean the same in every contract, so that no contract describes them again. */
const COMMON_FIELDS: Readonly<Record<string, string>> = {
  houseId: 'The house that the account is in',
  meterId: 'The meter',
  utility: 'What is charged for',
  serial: 'The number on the meter',
  paymentId: 'The payment, as whoever took it names it',
  reason: 'Why, in a person’s words',
  payee: 'Whose money it is: the company’s or the capital-repair fund’s',
  payees: 'The figures by payee; closing = opening + charged + recalculated + penalty − payments',
  months: 'One element a month, in the order of the months',
  volumes: 'One volume a register, in the unit of the utility',
};

/** Every contract that the services share, by service and name. */
export function publicContracts(): Contract[] {
  const all = Object.values(contracts as Record<string, unknown>).filter(isContract);
  return all.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'schema' in value && 'says' in value && 'name' in value;
}

/**
 * The JSON Schema of a contract's data. Fields that it does not name are allowed: a reader ignores what a newer
 * publisher adds. Throws Error for a field that nothing describes.
 */
export function schemaOf(contract: Contract): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(contract.schema, { io: 'input' }) as JsonSchema & { $schema: string };
  return {
    $schema,
    title: contract.name,
    ...described(schema, contract.name),
    description: contract.says,
  } as JsonSchema;
}

function described(schema: JsonSchema, path: string): JsonSchema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: described(items, path) }),
    ...(properties === undefined ? {} : { properties: describedProperties(properties, path) }),
  };
}

function describedProperties(properties: Readonly<Record<string, JsonSchema>>, path: string) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const description = schema.description ?? COMMON_FIELDS[name];
      if (description === undefined) throw new Error(`${path}: nothing describes the field ${name}`);
      return [name, { ...described(schema, `${path}.${name}`), description }];
    }),
  );
}

export interface ContractField {
  /** `payees[].closingKopecks`. */
  readonly path: string;
  readonly type: string;
  readonly says: string;
}

/** The fields of a contract in the order in which it states them, elements of lists under their list. */
export function fieldsOf(schema: JsonSchema, prefix = ''): ContractField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const optional = schema.required?.includes(name) === true ? '' : ', optional';
    const row = { path, type: `${typeName(field)}${optional}`, says: field.description ?? '' };
    return [row, ...(field.items === undefined ? [] : fieldsOf(field.items, `${path}[].`))];
  });
}

function typeName(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(typeName).join(' or ');
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeName(schema.items) : 'values'}`;
  return [schema.type ?? 'value'].flat().join(' or ');
}
