import { AnlaufError } from '../../../core/failure.ts'

/** A position in the write-ahead log, in bytes from its beginning. */
export type Lsn = bigint

/** Reads `16/B374D848`, as PostgreSQL writes positions. Throws `input-invalid`. */
export function parseLsn(text: string): Lsn {
  const match = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text.trim())
  if (match === null) {
    throw new AnlaufError('input-invalid', `"${text.slice(0, 40)}" is no position in the log.`, {
      hint: 'Write it as PostgreSQL does, for instance 16/B374D848.',
    })
  }
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`)
}

export function formatLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffffffffn).toString(16).toUpperCase()}`
}
