import { z } from 'zod';
import { events, feeds, requests } from '../catalogue.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12. Readers tolerate unknown fields, so none is forbidden. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return rest;
}

/** One file per message on the bus: its name without the ending, and its schema. */
export function messageSchemas(): ReadonlyMap<string, JsonSchema> {
  return new Map([
    ...events.map((event) => [event.type, jsonSchemaOf(event.schema)] as const),
    ...requests.flatMap(({ service, method, version, request, reply }) => {
      const name = `com.signalos.${service}.${method}.v${version}`;
      return [
        [`${name}.request`, jsonSchemaOf(request, 'input')] as const,
        [`${name}.reply`, jsonSchemaOf(reply)] as const,
      ];
    }),
    ...feeds.map(
      ({ name, version, data }) =>
        [`com.signalos.feed.${name}.v${version}`, jsonSchemaOf(data)] as const,
    ),
  ]);
}
