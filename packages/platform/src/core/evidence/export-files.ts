import { createHash, type KeyObject, sign } from 'node:crypto'

import { AnlaufError } from '../failure.ts'
import { publicPem, signCheckpoint } from './checkpoint.ts'
import { type MerkleProver, merkleProver } from './merkle-prover.ts'
import { verifyScript } from './verify-script.ts'
import { withhold } from './withheld.ts'

/** What an export is made of. */
export interface ExportParts {
  /** Canonical lines of all entries. */
  readonly lines: readonly string[]
  /** Whether a line (from 0) is shown; else only its hashes are. The last one always is: the proof starts there. */
  readonly isShown?: (at: number) => boolean
  /** Log name in the checkpoint. */
  readonly origin: string
  readonly signer: { readonly name: string; readonly key: KeyObject }
  /** Checkpoints that were kept while the case ran, with what vouches for them. */
  readonly kept?: KeptCheckpoints
  /**
   * Further files by name: manifests, receipts. Bytes become a file of the export; for a file too large for
   * memory its SHA-256 in hex is enough, and the caller puts it beside the others.
   */
  readonly attachments?: ReadonlyMap<string, Uint8Array | string>
}

/** What a second machine and a time-stamping authority said about states of the log. */
export interface KeptCheckpoints {
  readonly notes: readonly { readonly note: string; readonly size: number; readonly timeStamp?: Uint8Array }[]
  /** Public keys in PEM by the witness's name. */
  readonly witnesses: ReadonlyMap<string, string>
  /** Certificates in PEM that the time stamps lead to. */
  readonly authority?: Uint8Array
}

/**
 * The files of an export, verifiable without us: `entries.ndjson`, `checkpoint`, `proof` (of the last entry),
 * proofs of lines before withheld ones, kept checkpoints with their proofs, attachments, `key.pem`, `SHA256SUMS` over them, its Ed25519 signature, and `verify.sh`. Deterministic. Throws
 * `input-invalid` for an attachment whose name is not plain or is taken.
 */
export function exportFiles(parts: ExportParts): ReadonlyMap<string, Uint8Array> {
  const own = ownFiles(parts)
  const attachments = [...(parts.attachments ?? [])]
  for (const [name, content] of attachments) refuseUnfit(name, content, own)
  const sums = sumsOf([...own, ...attachments])
  return new Map<string, Uint8Array>([
    ...own,
    ...attachments.flatMap(([name, content]) =>
      typeof content === 'string' ? [] : [[name, content] as const],
    ),
    ['SHA256SUMS', sums],
    ['SHA256SUMS.sig', sign(undefined, sums, parts.signer.key)],
  ])
}

function ownFiles({ lines, origin, signer, kept, isShown = () => true }: ExportParts): Files {
  const prover = merkleProver(lines)
  const checkpoint = { origin, size: lines.length, root: prover.root() }
  const isVisible = (at: number): boolean => at === lines.length - 1 || isShown(at)
  const shown = lines.map((line, at) => (isVisible(at) ? line : withhold(line)))
  return new Map([
    ['checkpoint', Buffer.from(signCheckpoint(checkpoint, signer))],
    ['entries.ndjson', textFile(shown)],
    ['key.pem', Buffer.from(publicPem(signer.key))],
    ['proof', proofFile(prover.inclusion(lines.length - 1))],
    ['verify.sh', Buffer.from(verifyScript)],
    ...runFiles(prover, isVisible),
    ...(kept === undefined ? [] : keptFiles(prover, kept)),
  ])
}

type Files = ReadonlyMap<string, Uint8Array>

/** The chain has a gap behind each line that a withheld one follows; a proof holds that line in its place. */
function* runFiles(
  prover: MerkleProver,
  isVisible: (at: number) => boolean,
): Generator<[string, Uint8Array]> {
  for (let at = 0; at + 1 < prover.size; at += 1) {
    if (isVisible(at) && !isVisible(at + 1)) yield [`run-${at + 1}.proof`, proofFile(prover.inclusion(at))]
  }
}

function* keptFiles(
  prover: MerkleProver,
  { notes, witnesses, authority }: KeptCheckpoints,
): Generator<[string, Uint8Array]> {
  for (const { note, size, timeStamp } of notes) {
    yield [`kept-${size}.note`, Buffer.from(note)]
    yield [`kept-${size}.proof`, proofFile(prover.consistency(size))]
    if (timeStamp !== undefined) yield [`kept-${size}.tsr`, timeStamp]
  }
  for (const [name, pem] of witnesses) yield [`witness-${name}.pem`, Buffer.from(pem)]
  if (authority !== undefined) yield ['authority.pem', authority]
}

/** In pieces: one text of a million lines would be longer than the engine allows (512 MiB). */
function textFile(lines: readonly string[]): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < lines.length; at += 10_000) {
    pieces.push(Buffer.from(`${lines.slice(at, at + 10_000).join('\n')}\n`))
  }
  return Buffer.concat(pieces)
}

function proofFile(hashes: readonly Buffer[]): Buffer {
  return Buffer.from(hashes.map((hash) => `${hash.toString('base64')}\n`).join(''))
}

/** A name goes into a folder and into a shell; upper and lower case are one name on some disks. */
function refuseUnfit(name: string, content: Uint8Array | string, own: Files): void {
  const taken = ['sha256sums', 'sha256sums.sig', ...own.keys()]
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name) && !taken.includes(name.toLowerCase())
  if (isPlain && (typeof content !== 'string' || /^[0-9a-f]{64}$/.test(content))) return
  throw new AnlaufError('input-invalid', `The attachment ${JSON.stringify(name)} cannot be exported.`, {
    hint: `Name it with letters, digits, ".", "_" and "-", not like ${taken.join(', ')}; give bytes or a SHA-256 in hex.`,
  })
}

function sumsOf(files: readonly (readonly [string, Uint8Array | string])[]): Buffer {
  const lines = files
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => `${typeof content === 'string' ? content : digest(content)}  ${name}\n`)
  return Buffer.from(lines.join(''))
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
