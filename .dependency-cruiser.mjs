const FEATURE = '^services/([^/]+)/src/([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no bottom to start reading from. Move the shared part down.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that is not declared would also slip through every rule below.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'services-are-islands',
      comment: 'Services meet only through @signalos/contracts.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'no-suffix-means-pure',
      comment:
        'A feature file without a role suffix holds decisions only: no I/O, no framework. ' +
        'A schema may be a value of the domain, so zod is not one.',
      severity: 'error',
      from: { path: `${FEATURE}[^/.]+\\.ts$`, pathNot: '/generated/' },
      to: {
        pathNot: [
          `${FEATURE}[^/.]+\\.ts$`,
          '^packages/(audit-trail|contracts|errors|trading|signal-parser)/',
          'node_modules/zod/',
        ],
      },
    },
    {
      name: 'sql-lives-in-stores',
      severity: 'error',
      from: { path: '^services/', pathNot: ['\\.store\\.ts$', '/src/db\\.ts$', '/generated/'] },
      to: { path: '/generated/' },
    },
    {
      name: 'http-lives-in-routes',
      severity: 'error',
      from: {
        path: '^services/',
        pathNot: ['\\.routes\\.ts$', '/src/(service|routes)\\.ts$', '^services/gateway/', '/test/'],
      },
      to: { path: ['node_modules/express/', '^packages/http/'] },
    },
    {
      name: 'events-leave-from-commands',
      severity: 'error',
      from: {
        path: '^services/[^/]+/src/',
        pathNot: [
          '\\.(commands|handlers|answers|worker)\\.ts$',
          '/src/service\\.ts$',
          '^services/gateway/',
        ],
      },
      to: { path: '^packages/messaging/' },
    },
    {
      name: 'nats-lives-in-messaging',
      severity: 'error',
      from: { pathNot: ['^packages/(messaging|testing)/', '^scripts/demo/subscriber\\.ts$'] },
      to: { path: 'node_modules/@nats-io/' },
    },
    {
      name: 'a-feature-owns-its-tables',
      comment: "Call the other feature's commands, or join in your own store.",
      severity: 'error',
      from: { path: FEATURE, pathNot: '/generated/' },
      to: { path: '^services/$1/src/[^/]+/[^/]+\\.store\\.ts$', pathNot: '^services/$1/src/$2/' },
    },
    {
      name: 'edges-are-not-imported',
      comment: 'Routes and handlers are wired by service.ts and called by the outside world.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: '/src/(service|routes)\\.ts$' },
      to: { path: '\\.(routes|handlers|answers|worker)\\.ts$' },
    },
    {
      name: 'packages-have-one-door',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/[^/]+/src/index\\.ts$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.test\\.ts$', '/generated/prisma/(internal|models)'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
