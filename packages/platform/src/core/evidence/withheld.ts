import { entryHash } from './entry.ts'
import { leafHash } from './merkle-hash.ts'

/**
 * A line in an export that is not for its reader: its SHA-256, which the next line's `prev` has to be, and its leaf in
 * the Merkle tree. Both are one-way, but whoever can guess every field of it can check the guess.
 */
export function withhold(line: string): string {
  return `{"leaf":"${leafHash(line).toString('hex')}","withheld":"${entryHash(line)}"}`
}

/** The hashes of a withheld line; undefined for any other line. */
export function withheldLine(line: string): { readonly hash: string; readonly leaf: Buffer } | undefined {
  const found = /^\{"leaf":"([0-9a-f]{64})","withheld":"([0-9a-f]{64})"\}$/.exec(line)
  return found === null ? undefined : { leaf: Buffer.from(found[1] ?? '', 'hex'), hash: found[2] ?? '' }
}
