/**
 * Rules for getting MariaDB back: pure, no program is started and no file is read here.
 *
 *     definitions before and after ─▶ did anybody change a table while it was dumped?
 *     manifest + restored schema ─▶ what is not as it was;   two inventories ─▶ what a person must look at
 *
 * Guarantees: manifests and answers of servers are input; nothing here throws on them. Names and texts become SQL only
 * through `quoteName`, `quoteText` and `quotePattern`.
 */
export { compareServers } from './changes.ts'
export { type CleanPlaces, cleanServerOptions } from './clean-options.ts'
export { schemaProblems } from './compare-schema.ts'
export { changedDefinitions, type Definitions, readDefinitions, type TableDefinition } from './definitions.ts'
export {
  type DumpedSchema,
  dumpFileName,
  type DumpManifest,
  type MissedSchema,
  parseFacts,
  parseManifest,
  type ServerFacts,
} from './dump-manifest.ts'
export { watchDump } from './dump-text.ts'
export { quoteName, quotePattern, quoteText } from './quote.ts'
export { rowDigest, rowDigestSql } from './row-digest.ts'
