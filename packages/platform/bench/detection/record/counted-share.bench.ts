/**
 * What counting a quarter of large contents costs the rules that use it, against counting all: T4 and T5 on real
 * changes of git histories, and on real files after every attack of the library.
 *
 *     node bench/detection/record/counted-share.bench.ts GIT-FOLDER [pairs]
 */
import { type Census, takeCensus } from '@anlauf/repository'

import { censusTwin } from '../../../../repository/src/census/census-twin.ts'
import { packCounts } from '../../../../repository/src/census/packed-counts.ts'
import { attackModes } from '../../../src/drill/attack/index.ts'
import { decodeChunk, decodeSummary } from '../../../src/phases/detect/record/decode-chunk.ts'
import type { FeatureStore } from '../../../src/phases/detect/record/index.ts'
import { observeBlob } from '../../../src/phases/detect/record/observe-blob.ts'
import { signsBetween } from '../../../src/phases/detect/triage/evidence.ts'
import { openBlobs } from '../git/blobs.ts'
import { selectPairs } from '../git/pairs.ts'
import { repositoriesBelow } from '../git/repositories.ts'

const [folder = '.', most = '20000'] = process.argv.slice(2)
/** Smaller contents are counted whole both ways. */
const leastBytes = 16 * 1024
const wholeBytes = 8 * 1024 * 1024

/** Counts everything: in windows as small as those that are counted whole anyway. */
function wholeCensus(bytes: Uint8Array): Census {
  const parts = []
  for (let at = 0; at < bytes.length; at += leastBytes)
    parts.push(censusTwin(bytes.subarray(at, at + leastBytes)))
  const counts = new Uint32Array(256)
  for (const part of parts)
    for (let byte = 0; byte < 256; byte += 1) counts[byte] = (counts[byte] ?? 0) + (part.counts[byte] ?? 0)
  const packed = packCounts(counts, bytes.length)
  return {
    counted: bytes.length,
    counts,
    distinct: counts.filter((count) => count > 0).length,
    distinctHigh: counts.subarray(128).filter((count) => count > 0).length,
    controls: parts.reduce((sum, { controls }) => sum + controls, 0),
    packed,
    packedBytes: packed.length,
    windows: parts.reduce((sum, { windows }) => sum + windows, 0),
    windowCounted: Uint16Array.from(parts.flatMap(({ windowCounted }) => [...windowCounted])),
    windowSquares: Uint32Array.from(parts.flatMap(({ windowSquares }) => [...windowSquares])),
  }
}

/** Signs of a change by records of both kinds. */
function signsBothWays(before: Buffer, after: Buffer): [string, string] {
  const signs = [wholeCensus, takeCensus].map((census) => {
    const records = new Map([
      ['before', Buffer.from(observeBlob(before, census))],
      ['after', Buffer.from(observeBlob(after, census))],
    ])
    const recordOf = (id: string): Buffer => records.get(id) ?? Buffer.alloc(0)
    const store = {
      chunk: (id: string) => decodeChunk(recordOf(id)),
      summary: (id: string) => decodeSummary(recordOf(id)),
      verdict: () => undefined,
    } as unknown as FeatureStore
    const node = (id: string, size: number) =>
      ({ path: '/f', key: id, node: { size, content: [id] } }) as never
    return signsBetween(store, node('before', before.length), node('after', after.length))
      .map(({ signal }) => signal)
      .filter((signal) => signal === 'T4' || signal === 'T5')
      .join('+')
  })
  return [signs[0] ?? '', signs[1] ?? '']
}

const repositories = repositoriesBelow(folder)
const selection = await selectPairs(repositories, {
  seed: 9,
  mostText: Number(most),
  mostOther: Number(most),
  threads: 1,
  onRepository: () => undefined,
})
const benign = { pairs: 0, whole: 0, quarter: 0, differ: 0 }
const bases: Buffer[] = []
for (const [repository, pairs] of selection.pairs) {
  using blobs = openBlobs(repository.gitDir, wholeBytes)
  for (const { oldId, newId } of pairs) {
    const [before, after] = [await blobs.read(oldId), await blobs.read(newId)]
    if (typeof before === 'string' || typeof after === 'string') continue
    if (Math.max(before.length, after.length) <= leastBytes) continue
    const [whole, quarter] = signsBothWays(before, after)
    benign.pairs += 1
    benign.whole += whole === '' ? 0 : 1
    benign.quarter += quarter === '' ? 0 : 1
    benign.differ += whole === quarter ? 0 : 1
    if (benign.pairs % 40 === 0 && after.length > leastBytes && after.length < 1_000_000) bases.push(after)
  }
}
process.stdout.write(
  `benign changes over 16 KiB: ${benign.pairs}; with T4 or T5 ${benign.whole} by all bytes, ${benign.quarter} by a quarter, ${benign.differ} differ\n`,
)
const groups = new Map<string, { files: number; whole: number; quarter: number }>()
for (const mode of attackModes) {
  for (const [place, plain] of bases.entries()) {
    const after = mode.encrypt(plain, `/srv/f-${place}.txt`, 'counted')?.bytes
    if (after === undefined) continue
    const [whole, quarter] = signsBothWays(plain, after)
    const group = groups.get(mode.group) ?? { files: 0, whole: 0, quarter: 0 }
    groups.set(mode.group, group)
    group.files += 1
    group.whole += whole === '' ? 0 : 1
    group.quarter += quarter === '' ? 0 : 1
  }
}
for (const [group, { files, whole, quarter }] of groups)
  process.stdout.write(
    `${group}: ${files} attacked files; with T4 or T5 ${whole} by all bytes, ${quarter} by a quarter\n`,
  )
