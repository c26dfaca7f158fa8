import type { ErrorFactory } from '@signalos/errors';
import { z } from 'zod';
import * as common from './errors.ts';
import { PROBLEM_TYPE, statusOf } from './problem.ts';
import { IdempotencyKey, type Route, type RouteSpec } from './route.ts';

type Json = Record<string, unknown>;

export interface OpenApiOptions {
  readonly title: string;
  readonly routes: readonly Pick<Route, 'spec'>[];
}

/** An OpenAPI 3.1 document, made of the schemas that the routes validate with. */
export function openApi({ title, routes }: OpenApiOptions): Json {
  const schemas: Json = { Problem: toSchema(Problem, 'output').schema };
  const paths: Record<string, Json> = {};
  for (const { spec } of routes) {
    const verb = spec.method.toLowerCase();
    paths[spec.path] = { ...paths[spec.path], [verb]: operation(title, spec, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1.0.0' },
    paths,
    components: {
      schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

/** The documents of all services as one; the same component means the same thing everywhere. */
export function mergeOpenApi(title: string, documents: readonly Json[]): Json {
  const parts = documents as readonly { paths: Json; components: Record<string, Json> }[];
  return {
    ...openApi({ title, routes: [] }),
    paths: Object.assign({}, ...parts.map(({ paths }) => paths)) as Json,
    components: {
      schemas: Object.assign({}, ...parts.map(({ components }) => components['schemas'])) as Json,
      securitySchemes: parts[0]?.components['securitySchemes'] ?? {},
    },
  };
}

/** RFC 9457, as every error looks. */
const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string(),
  requestId: z.string(),
  traceId: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        parameter: z.string().optional(),
        in: z.enum(['body', 'query', 'path', 'header']).optional(),
        detail: z.string(),
      }),
    )
    .optional(),
});

function operation(tag: string, spec: RouteSpec, schemas: Json): Json {
  const { method, path, summary, description, params, query, body, replies } = spec;
  const add = (schema: z.ZodType, io: 'input' | 'output') => hoist(toSchema(schema, io), schemas);
  const parameters = [
    ...parametersOf(params, 'path', add),
    ...parametersOf(query, 'query', add),
    ...(method === 'GET' ? [] : [idempotencyKey(add)]),
  ];

  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    ...(description && { description }),
    security: securityOf(spec),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: add(body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, { description: text, schema, media = [] }]) => [
          status,
          {
            description: text,
            ...((schema || media.length > 0) && {
              content: {
                ...(schema && { 'application/json': { schema: add(schema, 'output') } }),
                ...Object.fromEntries(media.map((type) => [type, {}])),
              },
            }),
          },
        ]),
      ),
      ...problems(errorsOf(spec)),
    },
  };
}

/** OpenAPI 3.1 lets any scheme list the roles that it takes. */
function securityOf({ access, requires }: RouteSpec): Json[] {
  return access === 'open' ? [] : [{ bearer: requires ? [requires] : [] }];
}

/** Every error a route may answer with: its own, and those that come with what it takes. */
export function errorsOf(spec: RouteSpec): ErrorFactory[] {
  const takesInput = spec.body ?? spec.query ?? spec.params;
  return [
    ...(spec.errors ?? []),
    ...(takesInput ? [common.invalidRequest, common.malformedRequest] : []),
    ...(spec.body ? [common.bodyTooLarge, common.unsupportedMediaType] : []),
    ...(spec.access === 'open' ? [] : [common.unauthenticated]),
    ...(spec.requires ? [common.forbidden] : []),
    ...(spec.method === 'GET' ? [] : [common.idempotencyKeyReused]),
    common.serviceUnavailable,
  ];
}

function problems(errors: readonly ErrorFactory[]): Json {
  const byStatus = Map.groupBy(errors, ({ contract }) => statusOf(contract.kind));
  const content = { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group
          .map(({ contract: { code, summary } }) => `\`${code}\`: ${summary}`)
          .join('\n\n'),
        content,
      },
    ]),
  );
}

type Add = (schema: z.ZodType, io: 'input' | 'output') => Json;

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', add: Add): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = add(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const idempotencyKey = (add: Add): Json => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Repeating a request with its key has no second effect and gets the same reply.',
  schema: add(IdempotencyKey, 'input'),
});

/** `POST /compliance/profiles/{id}` → `post_compliance_profiles_id`. */
function operationId(method: string, path: string): string {
  return `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '')}`;
}

interface Converted {
  readonly schema: Json;
  readonly definitions: Json;
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Converted {
  const { $schema: _dialect, $defs = {}, ...rest } = z.toJSONSchema(schema, { io }) as Json;
  return { schema: rest, definitions: $defs as Json };
}

/** Definitions become components of the document, where all routes share them. */
function hoist({ schema, definitions }: Converted, schemas: Json): Json {
  for (const [name, definition] of Object.entries(definitions)) {
    schemas[name] ??= relocate(definition);
  }
  return relocate(schema) as Json;
}

function relocate(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
