import { sha256 } from './catalogue.ts'
import { isCount, parseObject } from './label.ts'

/** The last word of a volume: without it the volume was not written to its end. */
export interface Seal {
  readonly set: string
  readonly volume: number
  /** Repository files in the volume, and their bytes; repeated ones count each time. */
  readonly files: number
  readonly bytes: number
  /** Files that belonged here and could not be read whole. */
  readonly leftOut: number
  /** SHA-256 of the catalogue: the number to keep elsewhere. */
  readonly catalogue: string
  readonly sealedAt: string
}

const format = 'anlauf-media-seal'

/** Nothing else binds what the seal says besides the catalogue, so it carries the hash of its own text. */
export function encodeSeal(seal: Seal): Buffer {
  const { set, volume, files, bytes, leftOut, catalogue, sealedAt } = seal
  const said = { format, version: 1, set, volume, files, bytes, leftOut, catalogue, sealedAt }
  return Buffer.from(`${JSON.stringify({ ...said, sha256: sha256(JSON.stringify(said)) }, undefined, 2)}\n`)
}

/** Nothing when the bytes are not, to the last one, a seal as we write it. */
export function decodeSeal(raw: Buffer): Seal | undefined {
  const value = parseObject(raw, 16 * 1024)
  if (value === undefined) return undefined
  const { set, volume, files, bytes, leftOut, catalogue, sealedAt } = value
  if (typeof set !== 'string' || typeof sealedAt !== 'string') return undefined
  if (!isCount(volume) || !isCount(files) || !isCount(bytes) || !isCount(leftOut)) return undefined
  if (typeof catalogue !== 'string' || !/^[0-9a-f]{64}$/.test(catalogue)) return undefined
  const seal = { set, volume, files, bytes, leftOut, catalogue, sealedAt }
  return encodeSeal(seal).equals(raw) ? seal : undefined
}
