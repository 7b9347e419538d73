const records = { end: 0x000a, sheet: 0x0085, begin: 0x0809 } as const
/** No record of any version is longer; more goes into one that continues it (MS-XLS 2.1.4). */
const longestRecord = 8228

/**
 * What is wrong with the stream of an Excel workbook (MS-XLS 2.1, Excel 5 to 2003), undefined when nothing is: records follow
 * each other in sections that begin and end, and every sheet that the workbook lists begins where it says. Encrypted
 * workbooks have their heads and those places in the clear.
 */
export function problemOfWorkbook(stream: Buffer): string | undefined {
  const [begins, sheets] = [new Set<number>(), [] as number[]]
  let [at, depth] = [0, 0]
  while (at + 4 <= stream.length) {
    const [kind, length] = [stream.readUInt16LE(at), stream.readUInt16LE(at + 2)]
    // Behind the last section the stream is filled up.
    if (depth === 0 && kind !== records.begin) break
    if (length > longestRecord || at + 4 + length > stream.length) return 'a record of the workbook is torn'
    if (kind === records.begin) {
      if (depth === 0) begins.add(at)
      depth += 1
    }
    if (kind === records.end) depth -= 1
    if (kind === records.sheet && length >= 4 && depth === 1) sheets.push(stream.readUInt32LE(at + 4))
    at += 4 + length
  }
  if (begins.size === 0)
    return stream.length < 4 || stream.readUInt16LE(0) < 0x0500 ? undefined : 'the workbook has no beginning'
  if (depth > 0) return 'the workbook ends too early'
  return sheets.every((place) => begins.has(place)) ? undefined : 'a sheet is not where the workbook says'
}
