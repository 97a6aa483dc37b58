/**
 * The import law. Every rule carries its reason as `comment`, and every rule is shown to fire by a fixture in
 * `test/architecture/fixtures`. A rule that turns out wrong is changed together with an ADR in `docs/adr`.
 */
const { join } = require('node:path');

const SERVICES = 'identity|metering|billing|payments|support';
const GATEWAYS = 'resident|back-office';
/** Specs and what only they use: `libs/testing`, and a folder `testing` in a room. */
const SPEC = '\\.spec\\.ts$|/testing/';

/** A package, whether npm put it beside the code or above it, or could not find it at all. */
const npmPackage = (names) => `(^|node_modules/)(${names})($|/)`;

const DRIVERS = {
  sqlite: 'better-sqlite3|libsql',
  kurrentdb: '@kurrent/kurrentdb-client|@eventstore/db-client',
  mongo: 'mongoose|mongodb',
  kafka: 'kafkajs|@platformatic/kafka',
  smtp: 'nodemailer',
};
const EVERY_DRIVER = Object.values(DRIVERS).join('|');

/**
 * The libs that hold a port and the adapters of it. The name of an adapter's file or folder tells its product:
 * `sqlite/…`, `sqlite-statements.ts`, `event-store.sqlite.ts`.
 */
const PORT_LIBS =
  'event-store|read-models|messaging|mongo|sqlite|person-vault|mail|code-vault|expiring-records|acquiring|blob-store';
const adapterOf = (product) => `^libs/(${PORT_LIBS}|platform).*[/.]${product}`;
const PRODUCTS = [
  'memory',
  'sqlite',
  'kurrentdb',
  'mongo',
  'kafka',
  'in-process',
  'smtp',
  'file',
  'yookassa',
  'sandbox',
];

const room = (name) => `^services/(${SERVICES})/${name}/`;

const leaves = {
  forbidden: [
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      comment: 'Everything stands on the kernel. What it imports, every decider imports: so it imports nothing.',
      from: { path: '^libs/kernel/', pathNot: SPEC },
      to: { pathNot: '^libs/kernel/' },
    },
    {
      name: 'money-imports-nothing',
      severity: 'error',
      comment: 'Exact arithmetic must be right for ever and everywhere; it owes nothing to a package or a lib.',
      from: { path: '^libs/money/', pathNot: SPEC },
      to: { pathNot: '^libs/money/' },
    },
    {
      name: 'libs-know-no-service',
      severity: 'error',
      comment: 'A lib has no business meaning; one that knows a service is a piece of that service in the wrong place.',
      // The whole-stack harness is a composition root of its own.
      from: { path: '^libs/', pathNot: '^libs/testing/' },
      to: { path: '^services/' },
    },
    {
      name: 'contracts-are-only-shapes',
      severity: 'error',
      comment:
        'Contracts are the only thing two services share: shapes with a version, free of stores, buses and frameworks.',
      from: { path: '^libs/contracts/', pathNot: SPEC },
      to: { pathNot: ['^libs/(contracts|kernel|money)/', npmPackage('zod')] },
    },
    {
      name: 'ports-know-no-adapter',
      severity: 'error',
      comment:
        'A port that knows one of its adapters is no port: the modes of running differ only in what is bound to it.',
      from: { path: '\\.port\\.ts$' },
      to: { pathNot: ['^libs/(kernel|money)/', '\\.port\\.ts$'] },
    },
  ],
};

const rooms = {
  forbidden: [
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'A decider must give the same answer in ten years: it knows the kernel, money and its own domain; no framework, ' +
        'no node builtin, no clock, no chance, no contract, no other room.',
      from: { path: room('domain'), pathNot: SPEC },
      to: { pathNot: ['^libs/(kernel|money)/', '^services/$1/domain/'] },
    },
    {
      name: 'projections-read-events',
      severity: 'error',
      comment:
        'A projection is a fold: given the same events it gives the same documents, today and at a rebuild. It knows ' +
        'events, pure policies and value types of its own domain, the kernel, money and the port of the read models.',
      from: { path: room('projections'), pathNot: SPEC },
      to: {
        pathNot: [
          '^libs/(kernel|money)/',
          '^libs/read-models/(index|read-models\\.port)\\.ts$',
          '^services/$1/(domain|projections)/',
        ],
      },
    },
    {
      name: 'projections-decide-nothing',
      severity: 'error',
      comment:
        'No arrow goes back: a projection that reaches a decider or a command would repeat decisions at a rebuild.',
      from: { path: room('projections'), pathNot: SPEC },
      to: { path: '^services/[^/]+/domain/.*\\.(decider|commands)\\.ts$' },
    },
    {
      name: 'automation-stays-in-its-service',
      severity: 'error',
      comment:
        'What starts without a person uses its own domain, its own projections, the contracts and the ports, ' +
        'letters, their words and the vault of persons among them; HTTP is none of its business.',
      from: { path: room('automation'), pathNot: SPEC },
      to: {
        path: ['^services/', '^libs/'],
        pathNot: [
          '^services/$1/(domain|projections|automation)/',
          '^libs/(kernel|money|contracts|event-store|read-models|messaging|acquiring|platform)/',
          '^libs/(mail|person-vault|web|words)/index\\.ts$',
        ],
      },
    },
    {
      name: 'api-is-the-edge-of-its-service',
      severity: 'error',
      comment:
        'A controller states commands of its own domain and answers from its own projections. What starts a job or ' +
        'a reaction is not HTTP, and the bus is not for queries. Who answers people by name asks the vault of persons, ' +
        'and a printed page says sums and dates in the words of the pages on a screen. A typed client says beside its ' +
        'port what each of its methods is to a wire.',
      from: { path: room('api'), pathNot: SPEC },
      to: {
        path: ['^services/', '^libs/'],
        pathNot: [
          '^services/$1/(domain|projections|api)/',
          '^libs/(kernel|money|platform|web|words|clients)/',
          '^libs/(event-store|read-models|person-vault|mail|code-vault|expiring-records|acquiring|blob-store)/[^/]+\\.ts$',
        ],
      },
    },
    {
      name: 'services-are-strangers',
      severity: 'error',
      comment:
        'Services talk through contracts on the bus; an import would weld two of them together. Only the embedded ' +
        'process, the start of a single one, the command line and tests, which compose them, see more than one.',
      from: { path: `^services/(${SERVICES})/`, pathNot: '/main\\.ts$' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'gateways-own-no-data',
      severity: 'error',
      comment:
        'A gateway asks the services through their typed clients: it holds no decider, no store and no bus, so that ' +
        'whatever a screen shows was answered by the owner of the fact.',
      from: { path: `^services/(${GATEWAYS})/`, pathNot: [SPEC, '/main\\.ts$'] },
      to: {
        path: ['^services/', '^libs/'],
        pathNot: [
          '^services/$1/',
          `^services/(${SERVICES})/api/client/index\\.ts$`,
          '^libs/(kernel|money|contracts|platform|web|words|gateway)/',
        ],
      },
    },
    {
      name: 'nobody-imports-a-composition-root',
      severity: 'error',
      comment:
        'The embedded process, the command line and every main.ts wire things together; what they wire must not know them.',
      from: {
        pathNot: ['^services/main\\.ts$', '^services/[^/]+/main\\.ts$', '^services/cli/', '^test/', '^bench/', SPEC],
      },
      to: { path: ['^services/main\\.ts$', '^services/cli/', '^services/[^/]+/main\\.ts$'] },
    },
  ],
};

const adapters = {
  forbidden: [
    {
      name: 'drivers-only-in-adapters',
      severity: 'error',
      comment:
        'A product is named in exactly one kind of file, its adapter: then another product is another file, and no more.',
      from: { pathNot: [...PRODUCTS.map(adapterOf), '^test/', '^bench/', SPEC] },
      to: { path: npmPackage(EVERY_DRIVER) },
    },
    ...Object.keys(DRIVERS).map((product) => ({
      name: `${product}-adapter-knows-one-driver`,
      severity: 'error',
      comment: `An adapter serves its port with one product: a second driver in a ${product} adapter is a second adapter.`,
      from: { path: adapterOf(product), pathNot: SPEC },
      to: {
        path: npmPackage(
          Object.entries(DRIVERS)
            .filter(([other]) => other !== product)
            .map(([, packages]) => packages)
            .join('|'),
        ),
      },
    })),
    {
      name: 'memory-and-in-process-adapters-know-no-driver',
      severity: 'error',
      comment:
        'The adapters without a product are what the tests stand on: a driver in one of them would make every test need it.',
      from: { path: ['memory', 'in-process', 'file', 'yookassa', 'sandbox'].map(adapterOf), pathNot: SPEC },
      to: { path: npmPackage(EVERY_DRIVER) },
    },
    ...PRODUCTS.map((product) => ({
      name: `${product}-adapter-knows-no-other-adapter`,
      severity: 'error',
      comment:
        'Adapters are exchanged one for another; one that leans on another cannot be exchanged, nor can the other.',
      from: { path: adapterOf(product), pathNot: SPEC },
      to: { path: PRODUCTS.filter((other) => other !== product).map(adapterOf) },
    })),
    {
      name: 'rooms-know-ports-not-adapters',
      severity: 'error',
      comment:
        'The rooms of a service state what they need by a port; which adapter answers is decided where the process ' +
        'is put together, so that no feature exists in one mode alone.',
      from: { path: `^services/(${SERVICES})/(domain|projections|automation|api)/`, pathNot: SPEC },
      to: { path: PRODUCTS.map(adapterOf) },
    },
  ],
};

const hygiene = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'In a circle nothing can be understood, tested or replaced alone.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nothing uses and that uses nothing is dead: delete it, it stays in the history.',
      from: {
        orphan: true,
        // Scripts of pages are asked for by browsers alone.
        pathNot: ['(^|/)main\\.ts$', SPEC, '\\.d\\.ts$', '^test/', '^bench/', '/web/assets/'],
      },
      to: {},
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'An import that resolves to nothing is seen by no other rule of this law.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'libs-are-entered-by-their-door',
      severity: 'error',
      comment:
        'From outside, a lib is its index: what index does not export may change without asking. Only tests of ' +
        'the lib itself, the adapters bound by the platform and the test bench go past the door. What the distributed mode ' +
        'alone loads has a door of its own: the drivers behind it cost every start half a second.',
      from: { path: '^(services|libs/([^/]+))/', pathNot: ['^libs/platform/', SPEC] },
      to: { path: '^libs/[^/]+/.+', pathNot: ['^libs/[^/]+/(distributed/)?index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'test-bench-stays-out-of-production',
      severity: 'error',
      comment: 'What the product imports is shipped with it: no fake clock and no test helper in a running process.',
      from: { path: '^(services|libs)/', pathNot: SPEC },
      to: { path: ['^test/', SPEC] },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      comment: 'A package that package.json does not name is there by accident and will be gone by accident.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-in-production',
      severity: 'error',
      comment: 'An installation without development packages must start.',
      from: { path: '^(services|libs)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...leaves.forbidden, ...rooms.forbidden, ...adapters.forbidden, ...hygiene.forbidden],
  options: {
    // Type-only imports are imports: a decider that names the type of a store has begun to know the store.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: ['^dist/', '^test/architecture/fixtures/'] },
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    webpackConfig: { fileName: join(__dirname, '.dependency-cruiser.aliases.cjs') },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
