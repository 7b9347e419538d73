import type { Opener } from './opener.ts'
import { partOf, type Source } from './source.ts'

const lead = 96
const headerMagic = 0x8eade801

/** RPM packages: behind the lead and two headers lies one packed stream, which is taken apart like any other. */
export const openRpm: Opener = async function* (source, { budget, scratch }) {
  budget.spendMember()
  const signatures = endOfHeader(source, lead)
  // The first header is filled up to eight bytes.
  const start = signatures === undefined ? undefined : endOfHeader(source, Math.ceil(signatures / 8) * 8)
  if (start === undefined || start >= source.size) return yield { problem: 'unparseable' }
  yield { content: scratch.copy(partOf(source, start, source.size - start), budget) }
}

/** A header counts its entries of 16 bytes and the bytes behind them. */
function endOfHeader(source: Source, at: number): number | undefined {
  const fixed = source.read(at, 16)
  if (fixed.length < 16 || fixed.readUInt32BE(0) !== headerMagic) return undefined
  return at + 16 + fixed.readUInt32BE(8) * 16 + fixed.readUInt32BE(12)
}
