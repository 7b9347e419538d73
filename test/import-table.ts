/**
 * Who may import whom. The first room whose `folder` is a prefix of a file is the file's room.
 * Everything that is not listed here is forbidden; `architecture.test.ts` prints the offending line.
 */
export interface Room {
  /** Folder or file, relative to the repository's root. */
  readonly folder: string
  /** Rooms (by folder) whose `index.ts` may be imported; a `/*` at the end allows every file inside. */
  readonly mayImport: readonly string[]
  /** npm packages and Node's own modules: `node:*` for all of Node, or exact names. */
  readonly packages: readonly string[]
  /** Rooms (by folder) from whose `index.ts` only types may come: `import type`, `export type`. */
  readonly mayImportTypes?: readonly string[]
}

const repository = 'packages/repository/src'
const platform = 'packages/platform/src'
const core = `${platform}/core`
const inCore = (names: string): readonly string[] => names.split(' ').map((name) => `${core}/${name}`)
const phases = `${platform}/phases`
const adapters = `${platform}/adapters`
const doors = `${platform}/doors`

/** Node's parts that neither read nor write anything outside the process. */
const pureNode = ['node:crypto', 'node:buffer', 'node:util']

/** The phases in the order of an incident; each may use only those before it. */
const story = ['protect', 'detect', 'contain', 'investigate', 'recover', 'release', 'inform', 'comply']

export const rooms: readonly Room[] = [
  { folder: `${repository}/storage`, mayImport: [`${repository}/*`], packages: ['node:*'] },
  {
    folder: `${repository}/crypto`,
    mayImport: [`${repository}/*`, `${repository}/native`],
    packages: ['node:*'],
  },
  { folder: `${repository}/chunker`, mayImport: [`${repository}/*`], packages: ['node:*'] },
  {
    folder: `${repository}/posix`,
    mayImport: [`${repository}/*`, `${repository}/tree`],
    packages: ['node:*'],
  },
  { folder: repository, mayImport: [`${repository}/**`], packages: ['node:*'] },
  { folder: 'packages/repository/kernel', mayImport: [], packages: ['node:*', 'assemblyscript/asc'] },
  {
    folder: 'packages/repository/bench',
    mayImport: [`${repository}/**`],
    packages: ['node:*', '@anlauf/repository'],
  },

  { folder: `${core}/failure.ts`, mayImport: [], packages: [] },
  { folder: `${core}/estate`, mayImport: [`${core}/*`], packages: [...pureNode, 'yaml'] },
  { folder: `${core}/evidence`, mayImport: [`${core}/*`], packages: pureNode },
  { folder: `${core}/publication`, mayImport: [`${core}/*`, `${core}/evidence`], packages: pureNode },
  {
    folder: `${core}/case`,
    mayImport: [`${core}/*`, `${core}/estate`, `${core}/evidence`],
    packages: pureNode,
  },
  {
    folder: `${core}/custody`,
    mayImport: [`${core}/*`, `${core}/evidence`, `${core}/case`],
    packages: pureNode,
  },
  {
    folder: `${core}/emergency-plan`,
    mayImport: [`${core}/*`, `${core}/estate`, `${core}/evidence`],
    packages: [...pureNode, 'yaml'],
  },
  {
    folder: `${core}/duties`,
    mayImport: [`${core}/*`, `${core}/estate`, `${core}/evidence`, `${core}/case`],
    packages: pureNode,
  },
  {
    folder: `${core}/facts`,
    mayImport: [`${core}/*`, ...inCore('estate evidence case duties messages updates')],
    packages: pureNode,
  },
  {
    folder: `${core}/filings`,
    mayImport: [`${core}/*`, ...inCore('evidence case duties')],
    packages: pureNode,
  },
  {
    folder: `${core}/response`,
    mayImport: [
      `${core}/*`,
      ...inCore('estate evidence case emergency-plan messages updates notices statements duties facts'),
    ],
    packages: pureNode,
  },
  {
    folder: `${core}/jobs`,
    mayImport: [`${core}/*`, ...inCore('deliveries estate evidence')],
    packages: pureNode,
  },
  {
    folder: `${core}/overview`,
    mayImport: [`${core}/*`, ...inCore('estate evidence case duties jobs response updates')],
    packages: pureNode,
  },
  { folder: `${core}/messages`, mayImport: [`${core}/*`], packages: [] },
  {
    folder: `${core}/failure-words`,
    // Reasons that the data of duties and facts give stand in failures, in both languages.
    mayImport: [`${core}/*`, ...inCore('duties facts')],
    packages: [],
  },
  { folder: `${core}/icalendar`, mayImport: [`${core}/*`], packages: pureNode },
  { folder: `${core}/qr`, mayImport: [`${core}/*`], packages: [] },
  {
    folder: `${core}/statements`,
    mayImport: [`${core}/*`, ...inCore('estate evidence case updates')],
    packages: pureNode,
  },
  {
    folder: `${core}/updates`,
    mayImport: [`${core}/*`, ...inCore('estate evidence case messages')],
    packages: pureNode,
  },
  ...['subscriptions', 'webhooks'].map((room) => ({
    folder: `${core}/${room}`,
    mayImport: [`${core}/*`, `${core}/messages`],
    packages: pureNode,
  })),

  {
    folder: `${core}/notices`,
    mayImport: [`${core}/*`, ...inCore('estate evidence case duties deliveries messages updates')],
    packages: pureNode,
  },
  { folder: `${core}/deliveries`, mayImport: [`${core}/*`, `${core}/estate`], packages: pureNode },

  {
    folder: `${core}/inquiries`,
    mayImport: [`${core}/*`, ...inCore('estate duties messages updates')],
    packages: pureNode,
  },

  // Letters are words made of facts: nothing is read or written there.
  {
    folder: `${phases}/comply/statements`,
    mayImport: [`${core}/*`, ...inCore('estate evidence case facts messages statements updates')],
    packages: pureNode,
  },
  {
    folder: `${phases}/comply/delivered`,
    mayImport: [
      `${core}/*`,
      ...inCore('estate evidence case duties notices response statements'),
      `${phases}/comply/statements`,
    ],
    packages: pureNode,
  },
  ...story.map((phase, place) => ({
    folder: `${phases}/${phase}`,
    mayImport: [
      // The form for strangers stands on the site too.
      ...(phase === 'inform' ? [`${core}/inquiries`] : []),
      `${core}/*`,
      ...inCore('estate evidence case messages qr updates'),
      // What is told to authorities rests on the duties, the facts and the originals of the case.
      ...(phase === 'comply' ? ['custody', 'duties', 'facts', 'filings'].map((one) => `${core}/${one}`) : []),
      ...inCore('publication icalendar'),
      ...story.slice(0, place).map((earlier) => `${phases}/${earlier}`),
    ],
    packages: ['node:*', '@anlauf/repository'],
  })),

  {
    folder: `${adapters}/scanners`,
    // Decoders of packed streams are the validators' too.
    mayImport: [`${core}/*`, `${phases}/detect`, `${phases}/recover`],
    packages: ['node:*', '@litko/yara-x'],
  },
  {
    folder: `${adapters}/database`,
    mayImport: [
      `${core}/*`,
      ...inCore('evidence case filings inquiries jobs subscriptions webhooks'),
      `${phases}/recover`,
    ],
    packages: ['node:*', 'pg'],
  },
  { folder: `${adapters}/originals`, mayImport: [`${core}/*`], packages: ['node:*'] },
  {
    folder: `${adapters}/work`,
    mayImport: [`${core}/*`],
    packages: ['node:*', 'pg', '@dbos-inc/dbos-sdk'],
  },
  {
    folder: `${adapters}/documents`,
    mayImport: [`${core}/*`, `${core}/qr`, `${phases}/release`],
    packages: ['node:*', 'pdfkit'],
  },
  {
    folder: `${adapters}/site-hosts`,
    mayImport: [`${core}/*`, `${core}/publication`, `${adapters}/webhooks`],
    packages: ['node:*', '@anlauf/repository'],
  },
  {
    folder: `${adapters}/mail-out`,
    mayImport: [`${core}/*`, `${core}/deliveries`, `${core}/response`],
    packages: [
      'node:*',
      'nodemailer/lib/dkim',
      'nodemailer/lib/mail-composer',
      'nodemailer/lib/smtp-connection',
    ],
  },
  {
    folder: `${adapters}/messengers`,
    mayImport: [`${core}/*`, `${core}/deliveries`],
    packages: ['node:*', 'nodemailer'],
  },
  { folder: `${adapters}/mailbox`, mayImport: [`${core}/*`, `${core}/deliveries`], packages: ['node:*'] },
  { folder: `${adapters}/webhooks`, mayImport: [`${core}/*`, `${core}/webhooks`], packages: ['node:*'] },
  // Running foreign programs is the same for every database.
  { folder: `${adapters}/programs`, mayImport: [`${core}/*`], packages: ['node:*'] },
  {
    folder: `${adapters}/mariadb-source`,
    mayImport: [
      `${core}/*`,
      `${phases}/recover/databases`,
      `${phases}/recover/databases/mariadb`,
      `${adapters}/programs`,
    ],
    packages: ['node:*', '@anlauf/repository'],
  },
  {
    folder: `${adapters}/postgres-source`,
    mayImport: [`${core}/*`, `${phases}/recover/databases`, `${adapters}/programs`],
    packages: ['node:*', '@anlauf/repository'],
  },
  {
    folder: `${doors}/vault`,
    mayImport: [
      `${core}/*`,
      ...inCore('evidence case'),
      ...story.map((phase) => `${phases}/${phase}`),
      `${adapters}/database`,
    ],
    packages: ['node:*', '@anlauf/repository'],
  },
  {
    folder: `${doors}/http`,
    mayImport: [`${core}/*`],
    packages: ['node:*', 'hono', '@hono/node-server'],
  },
  {
    // Strangers come in here: nothing of the console, and of a case only what the public may know.
    folder: `${doors}/outside`,
    mayImport: [
      `${core}/*`,
      ...inCore('estate evidence duties messages inquiries notices subscriptions'),
      `${phases}/inform`,
      `${adapters}/database`,
      `${adapters}/mail-out`,
      `${doors}/http`,
    ],
    packages: ['node:*', 'hono', 'hono/http-exception', 'hono/route'],
  },
  {
    folder: `${doors}/api`,
    mayImport: [
      `${doors}/http`,
      `${core}/*`,
      ...inCore(
        'estate duties jobs overview evidence emergency-plan case inquiries response updates messages failure-words deliveries notices webhooks subscriptions facts filings statements',
      ),
      ...story.map((phase) => `${phases}/${phase}`),
      `${phases}/comply/statements`,
      `${phases}/comply/delivered`,
      `${adapters}/database`,
      `${adapters}/documents`,
      `${adapters}/mail-out`,
    ],
    packages: [
      'node:*',
      'hono',
      'hono/cookie',
      'hono/html',
      'hono/http-exception',
      'hono/route',
      'hono/streaming',
      'hono/utils/http-status',
      '@simplewebauthn/server/helpers',
      '@hono/node-server',
      '@hono/zod-openapi',
      '@simplewebauthn/server',
    ],
  },
  {
    folder: `${doors}/cli`,
    mayImport: [
      `${core}/*`,
      ...inCore(
        'jobs estate emergency-plan evidence case inquiries response custody duties facts filings messages failure-words deliveries notices updates publication icalendar subscriptions webhooks statements',
      ),
      ...story.map((phase) => `${phases}/${phase}`),
      `${phases}/comply/statements`,
      `${phases}/comply/delivered`,
      `${phases}/recover/databases`,
      `${phases}/recover/databases/mariadb`,
      `${adapters}/database`,
      `${adapters}/documents`,
      `${adapters}/mail-out`,
      `${adapters}/mariadb-source`,
      `${adapters}/mail-out`,
      `${adapters}/messengers`,
      `${adapters}/originals`,
      `${adapters}/postgres-source`,
      `${adapters}/site-hosts`,
      `${adapters}/mailbox`,
      `${adapters}/webhooks`,
      `${adapters}/work`,
      `${phases}/recover/shards`,
      `${doors}/api`,
      `${doors}/outside`,
      `${doors}/vault`,
      'packages/console/build',
    ],
    packages: ['node:*', '@stricli/core', '@anlauf/repository'],
  },
  {
    folder: `${platform}/drill`,
    mayImport: [
      `${core}/*`,
      ...inCore('estate evidence case response emergency-plan messages updates notices deliveries'),
      ...story.map((phase) => `${phases}/${phase}`),
      `${phases}/recover/databases`,
      `${adapters}/postgres-source`,
      `${adapters}/mail-out`,
      `${doors}/cli`,
      `${doors}/cli/up`,
    ],
    packages: [
      'node:*',
      '@anlauf/repository',
      '@stricli/core',
      'docx',
      'jszip',
      'pdfkit',
      'pptxgenjs',
      'sharp',
      'write-excel-file/node',
    ],
  },
  {
    folder: 'packages/platform/bench',
    mayImport: ['packages/platform/bench/**', `${platform}/**`, `${repository}/**`, 'packages/console/build'],
    packages: ['node:*', '@anlauf/repository', '@litko/yara-x', 'jszip', 'sharp'],
  },
  { folder: `${platform}/main.ts`, mayImport: [`${platform}/**`], packages: ['node:*', '@stricli/core'] },
  { folder: 'packages/console/build', mayImport: [], packages: ['node:*', 'vite'] },
  { folder: 'packages/console/vite.config.ts', mayImport: [], packages: ['node:*', 'vite'] },
  {
    folder: 'packages/console/src',
    // What runs in a browser knows the server by its types and shares words with it (what a stage lacks, too), nothing else.
    mayImport: [`${core}/messages`, `${core}/response/stages/*`],
    mayImportTypes: [`${doors}/api`],
    packages: ['@tanstack/react-query', '@tanstack/react-router', 'react', 'react-dom', 'react-dom/client'],
  },
  {
    folder: 'test',
    mayImport: ['test/**', 'packages/console/build/*', `${repository}/**`, `${platform}/**`],
    packages: [
      'node:*',
      'fast-check',
      'playwright-core',
      'axe-core',
      'oxc-parser',
      '@anlauf/repository',
      '@secvisogram/csaf-validator-lib/basic.js',
      '@secvisogram/csaf-validator-lib/validate.js',
    ],
  },
]

/** What a test beside the code may use in addition to its room. */
export const testPackages = [
  'fast-check',
  'canonicalize',
  'node:*',
  'jszip',
  'docx',
  'pdfkit',
  'pptxgenjs',
  'sharp',
  'write-excel-file/node',
  'playwright-core',
  '@anlauf/repository',
  '@litko/yara-x',
  // Reads the JSON schemas of webhooks.
  'zod',
]
