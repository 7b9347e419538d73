import { broken, type Validity } from '../validity.ts'
import { areNalUnits, type Units } from './nal-units.ts'
import type { Extent } from './extent.ts'

/** The tables of a track (ISO/IEC 14496-12, 8.5 to 8.7), by their names: where each box's content begins and ends. */
export type Tables = ReadonlyMap<string, { readonly body: number; readonly end: number }>

interface Chunk {
  readonly at: number
  readonly samples: number
}

/** Video in which every sample consists of units with a length in front; where the configuration says how long that is. */
const unitFormats = new Map([
  ['avc1', { config: 'avcC', place: 4, kind: 'avc' }],
  ['avc3', { config: 'avcC', place: 4, kind: 'avc' }],
  ['hvc1', { config: 'hvcC', place: 21, kind: 'hevc' }],
  ['hev1', { config: 'hvcC', place: 21, kind: 'hevc' }],
] as const)

/**
 * Checks the samples of a track: every chunk lies inside media data, and samples of AVC and HEVC consist of units to their end.
 * Reads at most `budget` bytes of samples.
 */
export function checkTrack(
  buffer: Buffer,
  tables: Tables,
  { media, budget }: { media: readonly Extent[]; budget: { bytes: number } },
): Validity | undefined {
  const [sizes, chunks] = [sizesOf(buffer, tables), chunksOf(buffer, tables)]
  if (sizes === undefined || chunks === undefined) return undefined
  const units = unitsOf(buffer, tables)
  let sample = 0
  for (const { at: start, samples } of chunks) {
    const data = media.find((extent) => start >= extent.start && start < extent.end)
    if (data === undefined) return broken(0, 'a chunk lies outside the media data')
    let at = start
    const last = Math.min(sample + samples, sizes.count)
    if (units === undefined || budget.bytes <= 0) {
      sample = last
      continue
    }
    for (; sample < last && budget.bytes > 0; sample += 1) {
      const end = at + sizes.of(sample)
      // Films that were cut off while they were copied still play to there.
      if (end > data.end) return undefined
      budget.bytes -= end - at + 16
      if (!areNalUnits(buffer, { start: at, end }, units)) return broken(at, 'a picture of the film is torn')
      at = end
    }
  }
  return undefined
}

/** Lengths of all samples, one for all or each its own (8.7.3.2). */
function sizesOf(
  buffer: Buffer,
  tables: Tables,
): { count: number; of: (sample: number) => number } | undefined {
  const table = tables.get('stsz')
  if (table === undefined || table.body + 12 > table.end) return undefined
  const [same, count] = [buffer.readUInt32BE(table.body + 4), buffer.readUInt32BE(table.body + 8)]
  if (same !== 0) return { count, of: () => same }
  if (table.body + 12 + 4 * count > table.end) return undefined
  return { count, of: (sample) => buffer.readUInt32BE(table.body + 12 + 4 * sample) }
}

/** Places of all chunks, and how many samples each holds (8.7.4, 8.7.5). */
function chunksOf(buffer: Buffer, tables: Tables): Chunk[] | undefined {
  const [runs, short, long] = [tables.get('stsc'), tables.get('stco'), tables.get('co64')]
  const places = short ?? long
  if (runs === undefined || places === undefined || places.body + 8 > places.end) return undefined
  const width = short === undefined ? 8 : 4
  const count = buffer.readUInt32BE(places.body + 4)
  const [first, last] = [
    runs.body + 8,
    Math.min(runs.end, runs.body + 8 + 12 * buffer.readUInt32BE(runs.body + 4)),
  ]
  if (places.body + 8 + width * count > places.end) return undefined
  const chunks: Chunk[] = []
  for (let chunk = 0, run = first; chunk < count; chunk += 1) {
    while (run + 24 <= last && buffer.readUInt32BE(run + 12) <= chunk + 1) run += 12
    const at = places.body + 8 + width * chunk
    const high = width === 8 ? buffer.readUInt32BE(at) : 0
    const samples = run + 12 <= last ? buffer.readUInt32BE(run + 4) : 0
    chunks.push({ at: high * 2 ** 32 + buffer.readUInt32BE(at + width - 4), samples })
  }
  return chunks
}

/** What the one description of a track says of its units (ISO/IEC 14496-15, 5.3.3 and 8.3.3). */
function unitsOf(buffer: Buffer, tables: Tables): Units | undefined {
  const table = tables.get('stsd')
  if (table === undefined || table.body + 16 > table.end || buffer.readUInt32BE(table.body + 4) !== 1)
    return undefined
  const format = unitFormats.get(
    buffer.toString('latin1', table.body + 12, table.body + 16) as 'avc1' | 'avc3' | 'hvc1' | 'hev1',
  )
  const config = format && buffer.subarray(table.body, table.end).indexOf(format.config)
  if (format === undefined || config === undefined || config < 0) return undefined
  return { kind: format.kind, lengthBytes: ((buffer[table.body + config + 4 + format.place] ?? 0) & 3) + 1 }
}
