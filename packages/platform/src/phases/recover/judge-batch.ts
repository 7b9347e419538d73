import type { EngineDescription, ScanItem, Scanner, Verdict } from './scanner.ts'
import type { VerdictCache } from './verdict-cache.ts'

/** What judges contents during one run. */
export interface Judges {
  readonly scanner: Scanner
  readonly engine: EngineDescription
  readonly verdicts: VerdictCache
}

/** How many contents were judged by the engine and how many verdicts were known. */
export interface JudgeCounts {
  scanned: number
  fromCache: number
}

/**
 * One verdict per item, in order: known ones from the cache, the rest from the engine. An answer that is
 * missing, or comes from another engine or rule set than promised, counts as `unknown`.
 */
export async function judgeBatch(
  judges: Judges,
  items: readonly ScanItem[],
  counts: JudgeCounts,
): Promise<readonly Verdict[]> {
  const known = await judges.verdicts.find(
    items.map(({ key }) => key),
    judges.engine,
  )
  const open = items.filter(({ key }) => !known.has(key))
  const answers = open.length === 0 ? [] : await judges.scanner.scan(open)
  const fresh = new Map(open.map((item, at) => [item.key, believed(judges.engine, answers[at])]))
  await judges.verdicts.store([...fresh].map(([key, verdict]) => ({ key, verdict })))
  counts.scanned += open.length
  counts.fromCache += items.length - open.length
  return items.map(({ key }) => known.get(key) ?? fresh.get(key) ?? unscanned(judges.engine))
}

function believed(engine: EngineDescription, verdict: Verdict | undefined): Verdict {
  const isOfEngine =
    verdict?.engine === engine.engine &&
    verdict.version === engine.version &&
    verdict.ruleSetDigest === engine.ruleSetDigest
  return verdict !== undefined && isOfEngine ? verdict : unscanned(engine)
}

function unscanned({ engine, version, ruleSetDigest }: EngineDescription): Verdict {
  return { verdict: 'unknown', cause: 'notScanned', matches: [], engine, version, ruleSetDigest }
}
