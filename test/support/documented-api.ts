import type { Server } from 'node:http';
import { OpenAPIObject } from '@nestjs/swagger';
import request, { Response } from 'supertest';

/** A request to one operation of the API. */
export interface AskedOperation {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** How an operation is to answer. */
export interface Expectation {
  /** A request that is answered. */
  readonly valid: AskedOperation;
  /** What whoever states it looks at right before, since what was stated meanwhile changes it. */
  readonly looksAt?: () => Promise<AskedOperation>;
  /** Requests that name what is not there, each with its code. */
  readonly foreign: readonly (readonly [code: string, change: AskedOperation])[];
  /** How many events the command has; one where absent. */
  readonly events?: number;
  /** The answer holds a secret that is made anew for a repetition. */
  readonly secret?: string;
  /** What was asked for works once, and was used: this is its right answer. */
  readonly spent?: string;
}

interface DocumentedSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: DocumentedSchema;
}

export interface DocumentedField {
  readonly name: string;
  readonly required: boolean;
  readonly schema: DocumentedSchema;
}

/** An operation as the OpenAPI document tells it: what is not in the document is not promised to anybody. */
export interface DocumentedOperation {
  readonly id: string;
  readonly method: 'get' | 'post';
  readonly template: string;
  readonly path: readonly DocumentedField[];
  readonly query: readonly DocumentedField[];
  readonly body: readonly DocumentedField[];
  /** Documented codes of problems by status. */
  readonly problems: ReadonlyMap<number, readonly string[]>;
}

type Loose = Record<string, never>;

export function operationsOf(document: OpenAPIObject): DocumentedOperation[] {
  return Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods as unknown as Record<string, Loose>).map(([method, operation]) => {
      const parameters = (operation['parameters'] ?? []) as unknown as (DocumentedField & { in: string })[];
      const inside = (place: string) => parameters.filter((one) => one.in === place);
      return {
        id: operation['operationId'] as unknown as string,
        method: method as 'get' | 'post',
        template,
        path: inside('path'),
        query: inside('query'),
        body: bodyFieldsOf(document, operation),
        problems: problemsOf(operation),
      };
    }),
  );
}

function bodyFieldsOf(document: OpenAPIObject, operation: Loose): DocumentedField[] {
  const content = (operation['requestBody'] as unknown as { content?: Record<string, { schema: { $ref: string } }> })
    ?.content;
  const reference = content?.['application/json']?.schema.$ref;
  if (reference === undefined) return [];
  const name = reference.split('/').at(-1) as string;
  const schema = document.components?.schemas?.[name] as unknown as {
    required?: readonly string[];
    properties: Record<string, DocumentedSchema>;
  };
  return Object.entries(schema.properties).map(([field, shape]) => ({
    name: field,
    required: schema.required?.includes(field) ?? false,
    schema: shape,
  }));
}

function problemsOf(operation: Loose): Map<number, readonly string[]> {
  const problems = new Map<number, readonly string[]>();
  for (const [status, response] of Object.entries(operation['responses'] as unknown as Record<string, Loose>)) {
    const content = response['content'] as unknown as Record<string, { examples?: object }> | undefined;
    const examples = content?.['application/problem+json']?.examples;
    if (examples !== undefined) problems.set(Number(status), Object.keys(examples));
  }
  return problems;
}

/** Values that a field may never take, by what the document says of it. */
export function wrongTexts({ schema }: DocumentedField): string[] {
  if (schema.type === 'integer') return ['abc', '1.5', '-1', '1e3', '99999999999999999999', ''];
  if (schema.format === 'date') return ['2026-02-30', '30.03.2026', '2026-3-1', '2026-03-01T00:00:00Z', ''];
  if (schema.enum !== undefined) return ['no-such-value', ''];
  const texts = ['two words', 'кириллица', '../etc', "';--", 'x'.repeat(4_000), ''];
  const { pattern, maxLength = Infinity } = schema;
  // A form that lets nearly everything pass is held to what it does refuse.
  return pattern === undefined
    ? texts
    : texts.filter((text) => !new RegExp(pattern).test(text) || text.length > maxLength);
}

/** Values of other types, and of the right type out of range. */
export function wrongValues(field: DocumentedField): unknown[] {
  const { schema } = field;
  const ofOtherTypes: unknown[] = [{}, { $gt: '' }, true];
  if (schema.type === 'integer') {
    const { minimum = 0, maximum = 0 } = schema;
    return [...ofOtherTypes, '1', 1.5, minimum - 1, maximum + 1, 1e300, [1]];
  }
  if (schema.type === 'array') return [...ofOtherTypes, [], 'text', [1], [null], Array(1_000).fill('1')];
  if (schema.type === 'boolean') return [{}, { $gt: '' }, 0, 1, '', 'true', [true]];
  return [
    ...ofOtherTypes,
    0,
    ['text'],
    ...(schema.format === undefined && schema.pattern === undefined && schema.enum === undefined
      ? ['']
      : wrongTexts(field)),
  ];
}

export function ask(
  server: Server,
  { method, template }: DocumentedOperation,
  { path = {}, query = {}, body }: AskedOperation,
  key: string | null,
): Promise<Response> {
  const url = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? name));
  const asked = request(server)[method](url).query(query);
  if (key !== null) void asked.set('Idempotency-Key', key);
  return body === undefined ? asked.then() : asked.send(body).then();
}

/** Another right value than that of the valid request, by the name of the field. */
export const OTHER_VALUES: Readonly<Record<string, string>> = {
  date: '2026-04-08',
  reason: 'Другая причина',
  receivedOn: '2026-04-08',
  takenOn: '2026-04-08',
  settledOn: '2026-04-08',
  completedOn: '2026-04-08',
  visitOn: '2026-04-16',
  from: '2026-04-25',
  text: 'Другая причина',
  because: 'mistake',
  finding: 'given_back',
  cause: 'Другая причина',
};

/** A field of the body for which there is another value that it may take. */
export function changeableField({ body }: DocumentedOperation): DocumentedField | undefined {
  return body.find(({ name, schema }) => {
    const value = Object.hasOwn(OTHER_VALUES, name) ? OTHER_VALUES[name] : undefined;
    return value !== undefined && new RegExp(schema.pattern ?? '').test(value);
  });
}
