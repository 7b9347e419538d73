import { createHash } from 'node:crypto'

import { AnlaufError } from '../../../core/failure.ts'
import { openInside, type InsideRow } from '../hunt/inside.ts'
import type { KnownInsides } from '../hunt/known-insides.ts'
import { judgeBatch, type JudgeCounts } from '../judge-batch.ts'
import type { EngineDescription, ScanAnswer, ScanItem, Scanner, UnknownCause, Verdict } from '../scanner.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import { liftUnknown, mergeVerdicts } from './algebra.ts'
import type { ContainerSplitter } from './container-splitter.ts'

export interface PanelOptions {
  /** All of them are required: `clean` is what every one of them calls clean. */
  readonly engines: readonly Scanner[]
  /** Without one, containers are judged as a whole only. */
  readonly splitter?: ContainerSplitter
  /** Verdicts of single engines, of members too. */
  readonly verdicts: VerdictCache
  /** Keeps what lies in what, for a later hunt; before any verdict of it is kept. */
  readonly insides?: Pick<KnownInsides, 'store'>
}

/** A scanner that asks several, and looks into containers. */
export interface ScannerPanel extends Scanner {
  /** Contents shown to an engine, and those whose verdict was known; members count like files. */
  readonly counts: Readonly<JudgeCounts>
}

/** Containers that are taken apart at once; each holds one batch of members. */
const containersAtOnce = 4

/**
 * Several required engines as one: an item's verdict is the worst of all engines over the item and over everything
 * inside it. Its description names all engines, their rules and the container policy, so that a verdict of the
 * panel is void as soon as any of them is another. Throws `scanner-failed` without an engine that looks at bytes.
 */
export function scannerPanel({ engines, splitter, verdicts, insides }: PanelOptions): ScannerPanel {
  if (!engines.some(({ isInstant }) => isInstant !== true)) throw noEngine()
  const counts = { scanned: 0, fromCache: 0 }
  const seats = engines.map((scanner) => ({
    scanner,
    engine: scanner.describe(),
    verdicts: scanner.isInstant === true ? nothingKnown : verdicts,
  }))
  const engine = describePanel(
    seats.map((seat) => seat.engine),
    splitter?.policyDigest,
  )

  async function ask(items: readonly ScanItem[]): Promise<readonly Opinion[]> {
    // All to their end, also when one fails: the contents are given up then, and what an engine still reads from the
    // same handle or path would be judged, and kept, as this content.
    const judged = await Promise.allSettled(seats.map((seat) => judgeBatch(seat, items, counts)))
    const opinions = judged.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason
      return answer.value
    })
    return items.map((_, at) => {
      const parts = opinions.flatMap((list) => list[at] ?? [])
      const isVouched = parts.some((part) => part.isVouched === true)
      // An engine whose answer is missing has not judged.
      const isWhole = parts.length === seats.length
      return { verdict: mergeVerdicts(isWhole ? parts : [], engine), isVouched }
    })
  }

  /** Of everything inside; nothing when there is nothing inside. */
  async function askInside(item: ScanItem): Promise<Inside> {
    const inside = openInside(item.key)
    if (splitter === undefined || !splitter.isContainer(item)) return { verdicts: [], row: inside.close([]) }
    const verdicts: Verdict[] = []
    const members = splitter.split(item)
    for (;;) {
      const next = await members.next()
      if (next.done === true) {
        const hinders = next.value.map((cause) => hindered(engine, cause))
        return { verdicts: [...verdicts, ...hinders], row: inside.close(next.value) }
      }
      inside.add(next.value)
      const opinions = await ask(next.value).catch(async (error: unknown) => {
        await members.return([])
        throw error
      })
      const lifted = opinions.map((opinion) => liftUnknown(opinion.verdict, opinion.isVouched))
      verdicts.splice(0, verdicts.length, mergeVerdicts([...verdicts, ...lifted], engine))
    }
  }

  async function askInsides(items: readonly ScanItem[]): Promise<readonly (readonly Verdict[])[]> {
    const found = await inTurns(items, containersAtOnce, askInside)
    if (splitter !== undefined)
      await insides?.store(
        found.map(({ row }) => row),
        splitter.policyDigest,
      )
    return found.map((one) => one.verdicts)
  }

  return {
    counts,
    describe: () => engine,
    async scan(items) {
      // Containers are opened while they are judged as a whole. Both come to their end, also when one fails.
      const [wholes, parts] = await Promise.allSettled([ask(items), askInsides(items)])
      if (wholes.status === 'rejected') throw wholes.reason
      if (parts.status === 'rejected') throw parts.reason
      return items.map(({ key }, at): ScanAnswer => {
        const whole = wholes.value[at] ?? { verdict: hindered(engine, 'notScanned'), isVouched: false }
        const inside = parts.value[at] ?? [hindered(engine, 'notScanned')]
        const isDecided = inside.length === 0 || whole.verdict.verdict === 'infected'
        const verdict = isDecided ? whole.verdict : mergeVerdicts([whole.verdict, ...inside], engine)
        return { key, ...liftUnknown(verdict, whole.isVouched) }
      })
    },
    async close() {
      await Promise.all([splitter?.close(), ...engines.map((one) => one.close())])
    },
  }
}

interface Inside {
  readonly verdicts: readonly Verdict[]
  readonly row: InsideRow
}

interface Opinion {
  readonly verdict: Verdict
  readonly isVouched: boolean
}

/** For engines that are asked every time. */
const nothingKnown: VerdictCache = { find: async () => new Map(), store: async () => undefined }

function describePanel(engines: readonly EngineDescription[], policyDigest = 'whole'): EngineDescription {
  const parts = engines
    .map(({ engine, version, ruleSetDigest }) => [engine, version, ruleSetDigest] as const)
    .sort((a, b) => (a.join('\0') < b.join('\0') ? -1 : 1))
  const text = JSON.stringify(['anlauf scanner panel v1', parts, policyDigest])
  return {
    engine: parts.map(([engine]) => engine).join('+'),
    version: parts.map(([, version]) => version).join('+'),
    ruleSetDigest: createHash('sha256').update(text).digest('hex'),
  }
}

function hindered({ engine, version, ruleSetDigest }: EngineDescription, cause: UnknownCause): Verdict {
  return { verdict: 'unknown', cause, matches: [], engine, version, ruleSetDigest }
}

/** As many at once as `width`, results in order; after a failure nothing new begins, and what runs is awaited. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const entries = items.entries()
  const failures: unknown[] = []
  async function run(): Promise<void> {
    for (const [at, item] of entries) {
      if (failures.length > 0) return
      try {
        results[at] = await work(item, at)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: width }, run))
  if (failures.length > 0) throw failures[0]
  return results
}

function noEngine(): AnlaufError {
  return new AnlaufError(
    'scanner-failed',
    'No engine looks at what files hold; lists of hashes alone judge nothing.',
    {
      hint: 'Name rules or a clamd beside the lists.',
    },
  )
}
