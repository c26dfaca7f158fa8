import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Router } from 'express';

/** Of the browsable page's package, what the page needs. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('swagger-ui-dist/package.json'));

/** Its scripts are ours and come from here; its styles are partly inline. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>SignalOS API</title>
    <link rel="icon" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

/** The API of all services as one document, and a page to browse and try it. */
export function documentRoutes(document: () => string): Router {
  const routes = Router({ caseSensitive: true, strict: true });

  routes.get('/openapi.json', (_req, res) => {
    res.type('application/json').set('cache-control', 'no-cache').send(document());
  });
  routes.get('/docs', (_req, res) => {
    res.type('html').set('content-security-policy', CONTENT_SECURITY_POLICY).send(PAGE);
  });
  routes.get('/docs/start.js', (_req, res) => void res.type('js').send(START));
  for (const file of FILES) {
    routes.get(`/docs/${file}`, (_req, res) => {
      res.sendFile(file, { root: folder, maxAge: '1h', cacheControl: true });
    });
  }
  return routes;
}
