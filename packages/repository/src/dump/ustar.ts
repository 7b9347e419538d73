/** Everything in a tar archive comes in blocks of this many bytes. */
export const blockBytes = 512

/** The fields of a header block; numbers that do not fit their field are the caller's mistake. */
export interface UstarFields {
  readonly name: Buffer
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly mtime: number
  readonly type: string
  readonly target: Buffer
  readonly user: Buffer
  readonly group: Buffer
  readonly major: number
  readonly minor: number
}

/** One header block in the `ustar` layout of POSIX.1-2017 `pax`, with its checksum. */
export function ustarHeader(fields: UstarFields): Buffer {
  const block = Buffer.alloc(blockBytes)
  const octal = (value: number, at: number, width: number): void => {
    block.write(value.toString(8).padStart(width - 1, '0'), at, 'latin1')
  }
  fields.name.copy(block, 0)
  octal(fields.mode, 100, 8)
  octal(fields.uid, 108, 8)
  octal(fields.gid, 116, 8)
  octal(fields.size, 124, 12)
  octal(fields.mtime, 136, 12)
  block.write('        ', 148, 'latin1')
  block.write(fields.type, 156, 'latin1')
  fields.target.copy(block, 157)
  block.write('ustar\x0000', 257, 'latin1')
  fields.user.copy(block, 265)
  fields.group.copy(block, 297)
  octal(fields.major, 329, 8)
  octal(fields.minor, 337, 8)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** Zero bytes up to the next block. */
export function padding(length: number): number {
  return (blockBytes - (length % blockBytes)) % blockBytes
}
