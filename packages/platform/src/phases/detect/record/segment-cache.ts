/** Plain segments that are kept at once: 16 × 8 MiB, about two nights of fifty thousand changed files. */
const mostOpen = 16

/** Segments by number, opened when they are asked for; the least recently asked for is forgotten first. */
export function segmentCache(open: (segment: number) => Buffer): (segment: number) => Buffer {
  const plain = new Map<number, Buffer>()
  return (segment) => {
    const found = plain.get(segment) ?? open(segment)
    plain.delete(segment)
    plain.set(segment, found)
    const [oldest] = plain.keys()
    if (plain.size > mostOpen && oldest !== undefined) plain.delete(oldest)
    return found
  }
}
