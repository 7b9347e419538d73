/** The repository's constants: format version, id and the polynomial that decides where files are cut. */
export type { RepositoryConfig } from './config.ts'
export { decodeConfig, encodeConfig, isChunkerPolynomial, loadConfig, storeConfig } from './config-file.ts'
