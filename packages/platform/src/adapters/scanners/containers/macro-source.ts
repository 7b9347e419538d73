import type { Collector } from './scratch.ts'

/** Every module's source begins with "Attribute VB_Name"; the first letters are never packed (MS-OVBA 2.3.4.3). */
const beginning = Buffer.from('\0Attribut', 'latin1')
/** A chunk of source; a packed one is never longer than this and its header. */
const chunkBytes = 4096

/** Where compressed source of a macro begins in a stream (MS-OVBA 2.4.1.1.1): undefined when there is none. */
export function macroSourceAt(stream: Buffer, from = 0): number | undefined {
  for (let at = stream.indexOf(beginning, from); at >= 0; at = stream.indexOf(beginning, at + 1)) {
    // Before it stand the container's signature and the header of the first chunk.
    const isContainer = at >= 3 && stream[at - 3] === 1 && ((stream[at - 1] ?? 0) & 0x70) === 0x30
    if (isContainer) return at - 3
  }
  return undefined
}

/** Unpacks the source that begins at a place; damaged parts end it. Plain text, in the document's code page. */
export function unpackMacroSource(stream: Buffer, start: number, into: Collector): void {
  for (let at = start + 1; at + 2 <= stream.length;) {
    const header = stream.readUInt16LE(at)
    if ((header & 0x7000) !== 0x3000) return
    const end = Math.min(stream.length, at + (header & 0x0fff) + 3)
    const isPacked = (header & 0x8000) !== 0
    into.write(
      isPacked ? unpackChunk(stream.subarray(at + 2, end)) : stream.subarray(at + 2, at + 2 + chunkBytes),
    )
    at = isPacked ? end : at + 2 + chunkBytes
  }
}

/** Letters, and copies of what came before: how far back and how long share 16 bits (MS-OVBA 2.4.1.3.19). */
function unpackChunk(packed: Buffer): Buffer {
  const out = Buffer.alloc(chunkBytes)
  let [at, done] = [0, 0]
  while (at < packed.length) {
    const flags = packed[at] ?? 0
    at += 1
    for (let bit = 0; bit < 8 && at < packed.length && done < chunkBytes; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        out[done] = packed[at] ?? 0
        at += 1
        done += 1
        continue
      }
      if (at + 2 > packed.length) return out.subarray(0, done)
      const token = packed.readUInt16LE(at)
      at += 2
      const lengthBits = 16 - Math.max(4, Math.ceil(Math.log2(Math.max(1, done))))
      const back = (token >> lengthBits) + 1
      const stop = Math.min(chunkBytes, done + (token & (2 ** lengthBits - 1)) + 3)
      if (back > done) return out.subarray(0, done)
      for (; done < stop; done += 1) out[done] = out[done - back] ?? 0
    }
    if (done >= chunkBytes) break
  }
  return out.subarray(0, done)
}
