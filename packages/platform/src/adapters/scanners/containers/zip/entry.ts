/** One member as one of the two views of an archive describes it. */
export interface Entry {
  /** Place of its local header. */
  readonly header: number
  /** Its packed bytes; `end` is unknown (undefined) where only a descriptor behind them would say. */
  readonly start: number
  readonly end: number | undefined
  readonly method: number
  readonly isEncrypted: boolean
  readonly name: string
  /** Bytes that should come out; undefined where the header leaves it open. */
  readonly plain: number | undefined
}

const allOnes = 0xffffffff

/** Sizes that are all ones stand in the extra field 1, in this order (APPNOTE 4.5.3). */
export function extraField64(extra: Buffer, fields: readonly number[]): number[] {
  let at = fields.includes(allOnes) ? fieldStart(extra) : -1
  return fields.map((value) => {
    if (value !== allOnes || at < 0 || at + 8 > extra.length) return value
    at += 8
    return Number(extra.readBigUInt64LE(at - 8))
  })
}

function fieldStart(extra: Buffer): number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return at + 4
  }
  return -1
}
