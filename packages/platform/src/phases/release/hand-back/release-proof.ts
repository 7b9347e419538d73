import { createPublicKey, type KeyObject } from 'node:crypto'

import {
  type Entry,
  entryHash,
  entryLine,
  inclusionProof,
  keyFingerprint,
  merkleRoot,
  signCheckpoint,
} from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { ReleaseProof } from './receipt.ts'

export interface Signer {
  readonly name: string
  readonly key: KeyObject
  /** The log's name in its checkpoints. */
  readonly origin: string
}

/** What shows that a release is in the evidence log, without showing the log. */
export interface ProofFiles {
  readonly facts: ReleaseProof
  /** The line of the release. */
  readonly entry: string
  readonly checkpoint: string
  /** Base64 hashes, one a line, from the line up to the root; all are left neighbours. */
  readonly proof: string
}

/**
 * Signs the log as it was when the unit was released. The release is the last entry of that state, so its way up
 * the tree has left neighbours only, and a shell can follow it. Throws `evidence-broken` without such an entry.
 */
export function proveRelease(entries: readonly Entry[], unit: string, signer: Signer): ProofFiles {
  const at = entries.findLastIndex((entry) => entry.kind === 'unit.released' && entry.object === unit)
  const release = entries[at]
  if (release === undefined) throw noRelease(unit)
  const lines = entries.slice(0, at + 1).map(entryLine)
  const line = entryLine(release)
  const root = merkleRoot(lines)
  const { origin } = signer
  return {
    facts: {
      origin,
      size: lines.length,
      entryDigest: entryHash(line),
      root: root.toString('base64'),
      key: keyFingerprint(createPublicKey(signer.key)),
    },
    entry: line,
    checkpoint: signCheckpoint({ origin, size: lines.length, root }, signer),
    proof: inclusionProof(lines, at)
      .map((hash) => `${hash.toString('base64')}\n`)
      .join(''),
  }
}

function noRelease(unit: string): AnlaufError {
  return new AnlaufError('evidence-broken', `The evidence log holds no release of ${unit}.`, {
    hint: 'Verify the log with "anlauf evidence verify"; nothing was handed back.',
  })
}
