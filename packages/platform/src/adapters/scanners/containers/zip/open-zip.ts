import { openBzip2 } from '../bzip2.ts'
import { inflate, type Method } from '../inflate.ts'
import type { Found, Opener, OpenerContext } from '../opener.ts'
import { partOf, placeOf, type Source } from '../source.ts'
import { openXz } from '../xz.ts'
import { centralView } from './central-view.ts'
import type { Entry } from './entry.ts'
import { localView } from './local-view.ts'

/** Directory entries are read before the first is unpacked; 150 bytes of memory each. */
const mostEntries = 500_000

/**
 * zip, and what is one: office documents, jar, apk, odt, programs that unpack themselves. Programs disagree about
 * which view counts when the central directory and the local headers contradict each other, so the members are
 * those of both, and of headers that neither names. Names are shown to people and nothing else.
 */
export const openZip: Opener = async function* (source, context) {
  const central = centralView(source, mostEntries)
  const seen = new Set<string>()
  const extents = new Map<number, number>()
  // A file that only begins like an archive, or whose directory is torn: the local headers are all there is.
  if (central === undefined) yield { problem: 'unparseable' }
  for (const entry of central ?? []) {
    extents.set(entry.header, Math.max(entry.end ?? 0, extents.get(entry.header) ?? 0))
    if (isNew(entry, seen)) yield* take(source, entry, context)
  }
  const locals = localView(source, extents)
  for (let next = locals.next(); next.done !== true;) {
    const entry = next.value
    const said = extents.get(entry.header)
    // Open sizes are the directory's to say; where it says nothing, unpacking finds the end.
    const whole = entry.end === undefined && said !== undefined ? { ...entry, end: said } : entry
    const took = { length: undefined as number | undefined }
    if (isNew(whole, seen)) yield* take(source, whole, context, took)
    next = locals.next(took.length)
  }
}

/** An archive at the end of something else: where its directory does not hold, it is none. */
export const openAppendedZip: Opener = async function* (source, context) {
  if (centralView(source, 1) !== undefined) yield* openZip(source, context)
}

/** The same bytes packed in the same way come out equal, whoever describes them. */
function isNew({ start, end, method, isEncrypted }: Entry, seen: Set<string>): boolean {
  const key = `${start}/${end}/${method}/${isEncrypted}`
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

const methods: Readonly<Record<number, Method>> = { 8: 'deflate', 93: 'zstd' }
/** Members that are files of these kinds (APPNOTE 4.4.5). */
const wholeStreams: Readonly<Record<number, Opener>> = { 12: openBzip2, 95: openXz }

async function* take(
  source: Source,
  entry: Entry,
  context: OpenerContext,
  took: { length: number | undefined } = { length: undefined },
): AsyncGenerator<Found> {
  const { start, end, method, plain, isEncrypted, name } = entry
  context.budget.spendMember()
  if (isEncrypted) return yield { problem: 'encryptedContainer' }
  if (end !== undefined && end > source.size) yield { problem: 'unparseable' }
  if (method === 0) return yield* takeStored(source, entry, context, took)
  const whole = wholeStreams[method]
  if (whole !== undefined && end !== undefined) {
    took.length = end - start
    for await (const found of whole(partOf(source, start, end - start), context))
      yield 'problem' in found ? found : { ...found, name }
    return
  }
  const way = methods[method]
  if (way === undefined) return yield { problem: 'unparseable' }
  using collector = context.scratch.collect(context.budget)
  const last = Math.min(end ?? source.size, source.size)
  const consumed = await inflate(way, source, { start, end: last }, collector)
  took.length = consumed
  // Another length than promised: some programs stop there, others do not.
  if (consumed === undefined || (plain !== undefined && plain !== collector.size)) {
    yield { problem: 'unparseable' }
  }
  if (collector.size > 0) yield { content: collector.finish(), name }
}

const descriptor = Buffer.from('PK\x07\x08', 'latin1')

async function* takeStored(
  source: Source,
  { start, end, plain, name }: Entry,
  { scratch, budget }: OpenerContext,
  took: { length: number | undefined },
): AsyncGenerator<Found> {
  const found = end ?? placeOf(source, descriptor, start)
  // Without a length and without a descriptor nobody knows where it ends.
  if (found < 0) return yield { problem: 'unparseable' }
  const last = Math.min(found, source.size)
  took.length = last - start
  if (plain !== undefined && plain !== last - start) yield { problem: 'unparseable' }
  if (last > start) yield { content: scratch.copy(partOf(source, start, last - start), budget), name }
}
