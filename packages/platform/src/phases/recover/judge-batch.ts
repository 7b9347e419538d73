import { AnlaufError } from '../../core/failure.ts'
import type { EngineDescription, ScanAnswer, ScanItem, Scanner, Verdict } from './scanner.ts'
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
 * One verdict per item, in order: known ones from the cache, the rest from the engine, each content once. An
 * answer that is missing, of another content, contradicts itself, or comes from another engine or rule set than promised, counts as
 * `unknown`. Throws `scanner-failed` when the engine does.
 */
export async function judgeBatch(
  judges: Judges,
  items: readonly ScanItem[],
  counts: JudgeCounts,
): Promise<readonly Verdict[]> {
  const { engine, verdicts } = judges
  const contents = [...new Map(items.map((item) => [item.key, item])).values()]
  const found = await verdicts.find(
    contents.map(({ key }) => key),
    engine,
  )
  const known = (key: string): Verdict | undefined => {
    const verdict = found.get(key)
    return verdict !== undefined && isUsable(engine, verdict) ? verdict : undefined
  }
  const open = contents.filter(({ key }) => known(key) === undefined)
  const answers = open.length === 0 ? [] : await scan(judges.scanner, open)
  // An engine that gives more or fewer answers than questions has lost count.
  const isWhole = answers.length === open.length
  const fresh = new Map(
    open.map(({ key }, at) => [key, believed(engine, key, isWhole ? answers[at] : undefined)]),
  )
  // A cause beside an objection says that a part was not judged: the next run may object to more.
  const decided = [...fresh].filter(([, { verdict, cause }]) => verdict !== 'unknown' && cause === undefined)
  await verdicts.store(decided.map(([key, verdict]) => ({ key, verdict })))
  counts.scanned += open.length
  counts.fromCache += contents.length - open.length
  return items.map(({ key }) => known(key) ?? fresh.get(key) ?? unscanned(engine))
}

async function scan(scanner: Scanner, items: readonly ScanItem[]): Promise<readonly ScanAnswer[]> {
  try {
    return await scanner.scan(items)
  } catch (cause) {
    if (cause instanceof AnlaufError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AnlaufError('scanner-failed', `The scanner stopped: ${reason}`, {
      hint: 'Mend what the message names, then start the same command again; nothing unscanned was published.',
      retry: 'later',
      cause,
    })
  }
}

function believed(engine: EngineDescription, key: string, answer: ScanAnswer | undefined): Verdict {
  if (answer === undefined || answer.key !== key || !isOf(engine, answer) || !isConsistent(answer)) {
    return unscanned(engine)
  }
  const { key: _key, ...verdict } = answer
  return verdict
}

function isUsable(engine: EngineDescription, verdict: Verdict): boolean {
  return isOf(engine, verdict) && isConsistent(verdict) && verdict.verdict !== 'unknown'
}

function isOf(engine: EngineDescription, verdict: Verdict): boolean {
  return (
    verdict.engine === engine.engine &&
    verdict.version === engine.version &&
    verdict.ruleSetDigest === engine.ruleSetDigest
  )
}

/** `clean` beside a match, or beside a cause why it is unknown, is no statement. */
function isConsistent({ verdict, matches, cause }: Verdict): boolean {
  return verdict !== 'clean' || (matches.length === 0 && cause === undefined)
}

function unscanned({ engine, version, ruleSetDigest }: EngineDescription): Verdict {
  return { verdict: 'unknown', cause: 'notScanned', matches: [], engine, version, ruleSetDigest }
}
