import type { OpenAPIObject } from '@nestjs/swagger';
import { DocumentedOperation } from './documented-api';

type Schema = Readonly<Record<string, unknown>>;

/** A body of the document's own examples, whether or not it would be done; null where the operation has none. */
export function bodyOf(document: OpenAPIObject, { template, method }: DocumentedOperation): unknown {
  const methods = document.paths[template] as unknown as Record<string, { requestBody?: { content: unknown } }>;
  const content = methods[method]?.requestBody?.content as Record<string, { schema: Schema }> | undefined;
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? null : exampleOf(document, schema);
}

function exampleOf(document: OpenAPIObject, schema: Schema): unknown {
  const resolved = resolve(document, schema);
  // An object is put together of its fields: an example of a whole may leave some out.
  if (resolved['properties'] !== undefined) {
    return Object.fromEntries(
      Object.entries(resolved['properties'] as Record<string, Schema>).map(([name, one]) => [
        name,
        exampleOf(document, one),
      ]),
    );
  }
  const shape = resolved as { type?: string; enum?: unknown[]; items?: Schema; minimum?: number; format?: string };
  if (shape.type === 'array' && resolve(document, shape.items ?? {})['properties'] !== undefined) {
    return [exampleOf(document, shape.items ?? {})];
  }
  if (resolved['example'] !== undefined) return resolved['example'];
  if (shape.enum !== undefined) return shape.enum[0];
  if (shape.type === 'array') return [exampleOf(document, shape.items ?? {})];
  if (shape.type === 'integer') return shape.minimum ?? 1;
  return shape.format === 'date' ? '2026-10-15' : 'x';
}

function resolve(document: OpenAPIObject, schema: Schema): Schema {
  const { $ref, allOf } = schema as { $ref?: string; allOf?: readonly Schema[] };
  if (allOf?.[0] !== undefined) return resolve(document, allOf[0]);
  if ($ref === undefined) return schema;
  return document.components?.schemas?.[$ref.split('/').at(-1) ?? ''] as unknown as Schema;
}

/** Every object of a body, the innermost too, with the way to it as faults name it: `readings.0.`. */
export function objectsIn(
  value: unknown,
  way = '',
): { readonly way: string; readonly object: Record<string, unknown> }[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => objectsIn(one, `${way}${String(index)}.`));
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  return [{ way, object }, ...Object.entries(object).flatMap(([name, inner]) => objectsIn(inner, `${way}${name}.`))];
}
