/**
 * The bytes between `stream` and `endstream` of every object, changed by a function that keeps lengths: the
 * objects and their offsets stay where they are. Applied twice with a stream cipher, all is as it was. Streams
 * whose change would make the word `endstream` appear inside them are left alone.
 */
export function withPdfStreams(
  pdf: Buffer,
  change: (bytes: Buffer, seed: string) => Buffer,
  seed: string,
): Buffer {
  const copy = Buffer.from(pdf)
  const [opening, closing] = [Buffer.from('stream'), Buffer.from('endstream')]
  for (let at = copy.indexOf(opening); at >= 0;) {
    let from = at + opening.length
    if (copy[from] === 13) from += 1
    if (copy[from] === 10) from += 1
    const end = copy.indexOf(closing, from)
    if (end < 0) break
    const changed = change(copy.subarray(from, end), `${seed} ${from}`)
    if (!changed.includes(closing) && !changed.includes(opening)) changed.copy(copy, from)
    at = copy.indexOf(opening, end + closing.length)
  }
  return copy
}
