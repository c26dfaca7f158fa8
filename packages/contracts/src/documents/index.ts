export { asyncApi } from './asyncapi.ts';
export { eventPage } from './event-page.ts';
export { jsonSchemaOf, messageSchemas, type JsonSchema } from './json-schema.ts';
export {
  natsAuthorization,
  OPERATOR,
  passwordVariable,
  permissionsOf,
  type Permissions,
} from './permissions.ts';
