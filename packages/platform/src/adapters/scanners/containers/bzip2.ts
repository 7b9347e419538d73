import type { Opener } from './opener.ts'
import { mostInMemory, pieceWriter } from './whole-stream.ts'

/** bzip2: all streams make one content, as every program unpacks them. */
export const openBzip2: Opener = async function* (source, { budget, scratch }) {
  // Only when it is needed: detection is most of what a thread would load.
  const { unbzip2 } = await import('../../../phases/detect/index.ts')
  budget.spendMember()
  if (source.size > mostInMemory) return yield { problem: 'limitExceeded' }
  using collector = scratch.collect(budget)
  const writer = pieceWriter(collector)
  const { isWhole, isTooLarge } = unbzip2(source.read(0, source.size), mostInMemory, writer.keep)
  writer.flush()
  if (!isWhole) yield { problem: isTooLarge ? 'limitExceeded' : 'unparseable' }
  if (collector.size > 0) yield { content: collector.finish() }
}
