import { createHash, type KeyObject, sign } from 'node:crypto'

import { publicPem, signCheckpoint } from './checkpoint.ts'
import { merkleRoot } from './merkle.ts'
import { verifyScript } from './verify-script.ts'

/** What an export is made of. */
export interface ExportParts {
  /** Canonical lines of all entries. */
  readonly lines: readonly string[]
  /** Log name in the checkpoint. */
  readonly origin: string
  readonly signer: { readonly name: string; readonly key: KeyObject }
  /** Further files by name: manifests, receipts. Their names are plain. */
  readonly attachments?: ReadonlyMap<string, Uint8Array>
}

/**
 * The files of an export, verifiable without us: `entries.ndjson`, `checkpoint`, attachments, `key.pem`,
 * `SHA256SUMS` over them, its Ed25519 signature, and `verify.sh`. Deterministic.
 */
export function exportFiles(parts: ExportParts): ReadonlyMap<string, Uint8Array> {
  const { lines, origin, signer } = parts
  const covered = new Map<string, Uint8Array>([
    [
      'checkpoint',
      Buffer.from(signCheckpoint({ origin, size: lines.length, root: merkleRoot(lines) }, signer)),
    ],
    ['entries.ndjson', Buffer.from(lines.map((line) => `${line}\n`).join(''))],
    ['key.pem', Buffer.from(publicPem(signer.key))],
    ['verify.sh', Buffer.from(verifyScript)],
    ...(parts.attachments ?? []),
  ])
  const sums = [...covered]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .join('')
  return new Map([
    ...covered,
    ['SHA256SUMS', Buffer.from(sums)],
    ['SHA256SUMS.sig', sign(undefined, Buffer.from(sums), signer.key)],
  ])
}
