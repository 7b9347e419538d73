import { sign } from 'node:crypto'

import { publicPem } from '../../../core/evidence/index.ts'
import type { ManifestLine } from '../../recover/index.ts'
import type { Deviations } from './deviations.ts'
import { sumsOf } from './hand-over-files.ts'
import { leafletOf } from './leaflet-of.ts'
import type { RenderLeaflet } from './leaflet.ts'
import { humanReceipt } from './receipt-text.ts'
import { listText, type Parties, type Receipt, receiptText, sha256 } from './receipt.ts'
import type { ProofFiles, Signer } from './release-proof.ts'
import { receiptScript } from './verify-script.ts'
import { de } from './words-de.ts'
import { en } from './words-en.ts'

export interface ReceiptParts {
  readonly receipt: Receipt
  readonly parties: Parties
  readonly manifest: readonly ManifestLine[]
  readonly manifestText: string
  readonly deviations: Deviations
  readonly proof: ProofFiles
  readonly signer: Signer
  readonly renderLeaflet: RenderLeaflet
}

/** The files of the folder `receipt`, by name: what a tenant verifies without us, and what people read. */
export async function receiptFiles(
  parts: ReceiptParts,
): Promise<{ readonly digest: string; readonly files: ReadonlyMap<string, Uint8Array> }> {
  const { receipt, parties, deviations, proof, signer } = parts
  const text = receiptText(receipt)
  const digest = sha256(text)
  const leaflet = await parts.renderLeaflet(leafletOf(receipt, digest, parties), { at: new Date(receipt.at) })
  const named = new Map<string, Uint8Array>([
    ['checkpoint', Buffer.from(proof.checkpoint)],
    ['key.pem', Buffer.from(publicPem(signer.key))],
    ['leaflet.pdf', leaflet],
    ['manifest.ndjson', Buffer.from(parts.manifestText)],
    ['missing.ndjson', Buffer.from(listText(deviations.missing))],
    ['older.ndjson', Buffer.from(listText(deviations.older))],
    ['proof', Buffer.from(proof.proof)],
    ['receipt.de.txt', Buffer.from(humanReceipt(receipt, digest, { words: de, parties, deviations }))],
    ['receipt.en.txt', Buffer.from(humanReceipt(receipt, digest, { words: en, parties, deviations }))],
    ['receipt.json', Buffer.from(text)],
    ['reviewed.ndjson', Buffer.from(listText(deviations.reviewed))],
    ['release.json', Buffer.from(proof.entry)],
    ['verify.sh', Buffer.from(receiptScript)],
    ...(receipt.form === 'files' ? ([['files.sha256', sumsOf(parts.manifest)]] as const) : []),
  ])
  const sums = Buffer.from([...named].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(''))
  return {
    digest,
    files: new Map([...named, ['SHA256SUMS', sums], ['SHA256SUMS.sig', sign(undefined, sums, signer.key)]]),
  }
}
