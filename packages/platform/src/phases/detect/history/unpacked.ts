import type { Change } from '../change.ts'
import { judgeChange } from '../judge.ts'
import type { Judgement } from '../judge-first.ts'
import type { Thresholds } from '../thresholds.ts'
import { decompress } from '../validators/decompress.ts'
import { endingOf, zipMembers } from '../validators/index.ts'

/** What is unpacked to look at it; larger contents are judged by the check of the packed file alone. */
const maxUnpacked = 64 * 1024 * 1024

/** Endings of compressors whose streams need not carry a checksum, or no magic bytes: only a decoder tells. */
const decoders: Readonly<Record<string, 'brotli' | 'zstd' | undefined>> = { br: 'brotli', zst: 'zstd' }

/** A file as it was before a compressor packed it. */
export interface Unpacked {
  /** The name without the compressor's ending. */
  readonly path: string
  readonly bytes: Buffer
}

/**
 * What a brotli or zstd file holds, when its name says that it is one and its decoder reads it to its very last byte.
 * Such a stream proves nothing of what was put in: that is what has to be judged. Undefined for other names, for
 * what does not decompress, for what more bytes follow, and beyond 64 MiB of content.
 */
export function unpacked(path: string, bytes: Buffer): Unpacked | undefined {
  const ending = endingOf(path)
  const method = decoders[ending]
  if (method === undefined || bytes.length === 0) return undefined
  const plain = decompress(method, bytes, maxUnpacked)
  if ('failure' in plain || plain.consumed !== bytes.length) return undefined
  return { path: path.slice(0, -ending.length - 1), bytes: plain.content }
}

/** A zip of one file, by the name of the file that it took the place of: `letter.odt` → `letter.odt.zip`. */
function zipped({ path, oldPath, after }: Change): Unpacked | undefined {
  if (oldPath === undefined || path.toLowerCase() !== `${oldPath}.zip`.toLowerCase()) return undefined
  const [only, ...others] = zipMembers(after, maxUnpacked).values()
  return only === undefined || others.length > 0 ? undefined : { path: oldPath, bytes: only }
}

/**
 * Judges a change whose new version is packed by what it packs, against what the old one packed, or against the file
 * whose place it took: packed once more, a compressed file is still what it was. Undefined when nothing is unpacked.
 */
export function judgeUnpacked(
  change: Change & { readonly before: Buffer; readonly after: Buffer },
  limits: Thresholds,
): Judgement | undefined {
  const oldPath = change.oldPath ?? change.path
  const now = change.complete ? (unpacked(change.path, change.after) ?? zipped(change)) : undefined
  if (now === undefined) return undefined
  const old = unpacked(oldPath, change.before) ?? { path: oldPath, bytes: change.before }
  if (now.bytes.equals(old.bytes)) {
    return { verdict: 'clean', reasons: ['unpacks to the clean content, byte for byte'], proven: true }
  }
  const keepsName = now.path === old.path
  const name = keepsName ? { unseenEnding: false, massRenamed: false } : {}
  const inside = {
    ...change,
    ...name,
    path: now.path,
    oldPath: old.path,
    before: old.bytes,
    after: now.bytes,
  }
  const judgement = judgeChange(inside, limits)
  return { ...judgement, reasons: judgement.reasons.map((reason) => `unpacked: ${reason}`) }
}
