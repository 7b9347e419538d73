import { duties } from '../duties/index.ts'
import { fields } from '../facts/index.ts'

/** What rules of duties and fields of facts say in both languages anyway: why a duty does not apply, what a field takes. */
export function wordPairs(): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  collect([...Object.values(duties), ...Object.values(fields)], pairs)
  return pairs
}

function collect(from: unknown, pairs: Map<string, string>): void {
  if (typeof from !== 'object' || from === null) return
  const { en, de } = from as { en?: unknown; de?: unknown }
  if (typeof en === 'string' && typeof de === 'string') pairs.set(en, de)
  else for (const inner of Object.values(from)) collect(inner, pairs)
}
