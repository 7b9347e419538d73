/** `mariadb-dump` writes this last of its head, and begins its transaction before it writes anything else. */
const endOfHead = Buffer.from('SQL_NOTES=0 */;\n')
const lastLine = /(?:^|\n)-- Dump completed on [^\n]*\n*$/

/** Follows a dump as it is written. */
export interface DumpWatch {
  /** Takes the next piece. */
  see(piece: Uint8Array): void
  /** Its transaction has begun: what is committed from now on is not in it. */
  readonly hasBegun: boolean
  /** It ends with the line that is written only when everything before it was. */
  readonly isWhole: boolean
}

/** A watch for one dump; keeps at most a few kilobytes of it. */
export function watchDump(): DumpWatch {
  let head: Buffer | undefined = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  let hasBegun = false
  return {
    see(piece) {
      if (head !== undefined) {
        head = Buffer.concat([head, piece])
        const at = head.indexOf(endOfHead)
        // A head of that length is none; then the end of the program tells.
        hasBegun = (at >= 0 && head.length > at + endOfHead.length) || head.length > 65_536
        if (hasBegun) head = undefined
      }
      tail = Buffer.concat([tail, piece.subarray(-200)]).subarray(-200)
    },
    get hasBegun() {
      return hasBegun
    },
    get isWhole() {
      return lastLine.test(tail.toString('latin1'))
    },
  }
}
