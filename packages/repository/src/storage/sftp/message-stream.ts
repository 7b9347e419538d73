/** OpenSSH sends at most 256 KiB; a longer message is none. */
const maxMessage = 1024 * 1024

/** Something that is no SFTP message, with what it began like. */
export class NoMessage extends Error {
  constructor(beginning: Buffer) {
    super(
      `a message of impossible length, beginning with ${JSON.stringify(beginning.toString('latin1', 0, 40))}`,
    )
    this.name = 'NoMessage'
  }
}

/** Cuts what arrives into messages: type and the bytes behind it. Throws `NoMessage`. */
export function messageSplitter(): (piece: Buffer) => { type: number; body: Buffer }[] {
  let pieces: Buffer[] = []
  let bytes = 0
  let wanted = 4

  return (piece) => {
    pieces.push(piece)
    bytes += piece.length
    if (bytes < wanted) return []
    // Joined only when a message is complete: a long one arrives in many pieces.
    let rest = pieces.length === 1 ? piece : Buffer.concat(pieces, bytes)
    const found: { type: number; body: Buffer }[] = []
    for (;;) {
      wanted = 4
      if (rest.length < wanted) break
      const length = rest.readUInt32BE()
      if (length < 1 || length > maxMessage) throw new NoMessage(rest)
      wanted = 4 + length
      if (rest.length < wanted) break
      found.push({ type: rest.readUInt8(4), body: rest.subarray(5, wanted) })
      rest = rest.subarray(wanted)
    }
    pieces = rest.length === 0 ? [] : [rest]
    bytes = rest.length
    return found
  }
}
