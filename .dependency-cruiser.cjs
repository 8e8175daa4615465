/** The arrows: app → components → lib/client → lib/core, and app, worker → lib/server → lib/core. */
const only = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })

module.exports = {
  forbidden: [
    only(
      'no-circles',
      { pathNot: '^prisma/generated' },
      { circular: true },
      'Two files that need each other are one file, or miss a third.',
    ),
    only(
      'core-is-pure',
      { path: '^lib/core', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^lib/core', 'node_modules/(zod|ipaddr\\.js|@prometheus-io/lezer-promql|@lezer)/'] },
      'Decisions import themselves, zod, and parsers that are pure.',
    ),
    only(
      'core-has-no-io',
      { path: '^lib/core', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
      'No clock, file, socket or environment in lib/core.',
    ),
    only(
      'browser-stays-out-of-the-server',
      { path: '^(components|lib/client)' },
      { path: '^(lib/server|prisma|worker|lab|app)' },
      'The browser talks to the API.',
    ),
    only(
      'client-draws-nothing',
      { path: '^lib/client' },
      { path: '^components' },
      'lib/client has no pictures.',
    ),
    only(
      'server-draws-nothing',
      { path: '^(lib/server|worker)' },
      { path: '^(components|lib/client|app|lab)' },
      'IO knows neither pages nor the lab.',
    ),
    only(
      'lab-stands-apart',
      { path: '^lab', pathNot: '\\.test\\.ts$' },
      { path: '^(app|components|worker|prisma|lib)/', pathNot: '^lib/(core|server/(config|tls-listeners))' },
      'The estate in a box is not made of what observes it.',
    ),
    only(
      'prisma-in-its-rooms',
      {
        path: '^(lib|app|components|worker)',
        pathNot: [
          '^lib/server/(repositories|db)/',
          '\\.(test|property|integration|contract)',
          '^lib/testing',
        ],
      },
      { path: ['^prisma/generated', 'node_modules/(@prisma|pg)/'] },
      'Only repositories and db know Prisma.',
    ),
    only(
      'services-know-no-http',
      { path: '^lib/server/services' },
      { path: ['^lib/server/http', 'node_modules/(next|react)/'] },
      'A service can be called from anywhere.',
    ),
    only(
      'react-flow-in-its-room',
      { pathNot: ['^components/topology/', '^node_modules/'] },
      { path: 'node_modules/@xyflow/' },
      'Only the map draws with React Flow.',
    ),
    only(
      'mermaid-in-its-room',
      { pathNot: ['^components/diagrams/', '^node_modules/', '\\.property\\.test\\.ts$'] },
      { path: 'node_modules/mermaid/' },
      'Only the diagrams draw with Mermaid; a test holds our reader against it.',
    ),
    only(
      'production-needs-no-tests',
      { path: '^(app|components|lib|worker|web)', pathNot: ['\\.test\\.tsx?$', '^lib/testing'] },
      { path: ['^lib/testing', '^e2e', 'node_modules/(vitest|fast-check|@playwright)/'] },
      'Test code stays in tests.',
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated'] },
    exclude: { path: ['^\\.next', '^\\.data'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
