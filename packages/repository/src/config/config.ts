import type { RawField } from '../tree/node.ts'

/** The repository's constants; the polynomial decides where files are cut. */
export interface RepositoryConfig {
  readonly version: 1 | 2
  /** 64 hex digits. */
  readonly id: string
  readonly chunkerPolynomial: bigint
  readonly unknown?: readonly RawField[]
}
