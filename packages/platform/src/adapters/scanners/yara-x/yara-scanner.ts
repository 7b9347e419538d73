import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'

import { AnlaufError } from '../../../core/failure.ts'
import type {
  EngineDescription,
  ScanAnswer,
  ScanItem,
  Scanner,
  Verdict,
} from '../../../phases/recover/index.ts'
import type { RuleSource } from './messages.ts'
import { readRules } from './rule-files.ts'
import { type Given, type ItemAnswer, type ScanProcess, startScanProcess } from './scan-process.ts'
import { sharesOf, takeTurns } from './shares.ts'

export interface YaraScannerOptions {
  /** Folders or files with `*.yar` and `*.yara` rules. */
  readonly rules: readonly string[]
  /** Default: one per core, at most four. */
  readonly processes?: number
  /** Longest time without an answer for one item; default 30 s. */
  readonly perFileTimeoutMs?: number
}

/** A child that dies over its own planted positive this often in a row will not get better. */
const maxFruitlessStarts = 3
/**
 * Starts YARA-X in child processes. Throws `rules-invalid` (file, line), `scanner-failed`.
 * Batches are split into shares, of which each process has one and the next; each share begins and ends with a
 * planted positive that must be found. Several batches may be scanned at once.
 */
export async function startYaraScanner(options: YaraScannerOptions): Promise<Scanner> {
  const rules = readRules(options.rules)
  const engine: EngineDescription = {
    engine: 'yara-x',
    version: packageVersion(),
    ruleSetDigest: rules.digest,
  }
  const planted = plantedPositive()
  const start = (): Promise<ScanProcess> =>
    startScanProcess([...rules.sources, planted.rule], {
      perFileTimeoutMs: options.perFileTimeoutMs ?? 30_000,
    })
  const count = Math.max(1, options.processes ?? Math.min(4, availableParallelism()))
  const started = await startAll(count, start)
  try {
    await selfTest(started, planted)
  } catch (error) {
    await closeAll(started)
    throw error
  }
  const slots: (Promise<ScanProcess> | undefined)[] = started.map((one) => Promise.resolve(one))
  const turns = takeTurns(count)
  const running = new Set<Promise<unknown>>()

  async function processIn(slot: number): Promise<ScanProcess> {
    const starting = (slots[slot] ??= start())
    try {
      return await starting
    } catch (error) {
      // The next share tries again.
      if (slots[slot] === starting) slots[slot] = undefined
      throw error
    }
  }

  async function drop(slot: number, process: ScanProcess): Promise<void> {
    // Another share may have seen it too, and a new one may be there already.
    if ((await slots[slot]) === process) slots[slot] = undefined
    await process.close()
  }

  async function scanShare(slot: number, items: readonly ScanItem[]): Promise<ScanAnswer[]> {
    const verdicts: (ScanAnswer | undefined)[] = Array.from({ length: items.length })
    let fruitless = 0
    for (
      let open = [...items.keys()];
      open.length > 0;
      open = open.filter((at) => verdicts[at] === undefined)
    ) {
      const process = await processIn(slot)
      const asked = open.flatMap((at) => items[at] ?? [])
      const share = await process.scan([planted.bytes, ...asked.map(given), planted.bytes])
      const [first, ...answers] = share.answers
      const last = answers.pop()
      const isSeeing = found(first, planted) && (last === undefined ? share.isDead : found(last, planted))
      if (share.isDead || !isSeeing) await drop(slot, process)
      // Dead over another share, or over the planted positive: no item is to blame, all are tried with a new child.
      if (share.isUntouched) continue
      if (first === undefined || isDead(first)) {
        fruitless += 1
        if (fruitless >= maxFruitlessStarts) throw keepsDying()
        continue
      }
      fruitless = 0
      for (const [n, at] of open.entries()) {
        const [answer, key] = [answers[n], items[at]?.key]
        if (answer === undefined || key === undefined) continue
        verdicts[at] = { key, ...(isSeeing ? verdictOf(answer, engine) : unknown(engine, 'selfTestFailed')) }
      }
    }
    return verdicts.flatMap((verdict) => verdict ?? [])
  }

  async function scanAll(items: readonly ScanItem[]): Promise<ScanAnswer[]> {
    // All to their end, also when one fails.
    const answers = await Promise.allSettled(
      sharesOf(items, count).map((share) => turns(({ slot }) => scanShare(slot, share))),
    )
    return answers.flatMap((answer) => {
      if (answer.status === 'rejected') throw answer.reason
      return answer.value
    })
  }

  return {
    describe: () => engine,
    async scan(items) {
      const work = scanAll(items)
      running.add(work)
      try {
        return await work
      } finally {
        running.delete(work)
      }
    },
    async close() {
      await Promise.allSettled(running)
      const ended = await Promise.allSettled(slots.flatMap((slot) => slot ?? []))
      await closeAll(ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
    },
  }
}

/** All or none: a child that started beside one that did not must not stay. */
async function startAll(count: number, start: () => Promise<ScanProcess>): Promise<ScanProcess[]> {
  const starts = await Promise.allSettled(Array.from({ length: count }, start))
  const started = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = starts.find((one) => one.status === 'rejected')
  if (failed === undefined) return started
  await closeAll(started)
  throw failed.reason
}

async function closeAll(processes: readonly ScanProcess[]): Promise<void> {
  await Promise.all(processes.map((process) => process.close()))
}

/** Better now than after hours in which every file became unknown. */
async function selfTest(processes: readonly ScanProcess[], planted: Planted): Promise<void> {
  const shares = await Promise.all(processes.map((process) => process.scan([planted.bytes])))
  if (shares.some(({ isDead }) => isDead)) throw keepsDying()
  if (!shares.every(({ answers }) => found(answers[0], planted))) throw blindRules()
}

function found(answer: ItemAnswer | undefined, planted: Planted): boolean {
  return answer?.kind === 'result' && answer.hits.some(({ rule }) => rule === planted.rule.file)
}

function verdictOf(answer: ItemAnswer, engine: EngineDescription): Verdict {
  if (answer.kind === 'timeout' || answer.kind === 'crash') return unknown(engine, answer.kind)
  if (answer.kind === 'unreadable') return unknown(engine, 'notScanned')
  const verdict =
    answer.hits.length === 0
      ? 'clean'
      : answer.hits.every((hit) => hit.isSuspicion)
        ? 'suspicious'
        : 'infected'
  return { verdict, matches: answer.hits.map(({ rule }) => rule), ...engine }
}

function unknown(engine: EngineDescription, cause: NonNullable<Verdict['cause']>): Verdict {
  return { verdict: 'unknown', cause, matches: [], ...engine }
}

function isDead(answer: ItemAnswer | undefined): boolean {
  return answer?.kind === 'timeout' || answer?.kind === 'crash'
}

function given(item: ScanItem): Given {
  return 'file' in item ? { file: item.file } : { bytes: item.bytes }
}

/** A rule and bytes that nobody else knows. */
interface Planted {
  readonly rule: RuleSource
  readonly bytes: { readonly bytes: Uint8Array }
}

/** New for every scanner. */
function plantedPositive(): Planted {
  const token = `anlauf-planted-${randomBytes(16).toString('hex')}`
  const file = 'anlauf_planted_positive'
  return {
    rule: { file, text: `rule ${file} { strings: $token = "${token}" condition: $token }` },
    bytes: { bytes: Buffer.from(token) },
  }
}

function packageVersion(): string {
  const manifest = createRequire(import.meta.url).resolve('@litko/yara-x/package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

function keepsDying(): AnlaufError {
  return new AnlaufError('scanner-failed', 'The scanning process ends again and again without one answer.', {
    hint: 'Check free memory and the kernel log; the rules may be too large for this machine. Nothing was released.',
    retry: 'later',
  })
}

function blindRules(): AnlaufError {
  return new AnlaufError('rules-invalid', 'With these rules the engine does not find a planted positive.', {
    hint: 'Look for a "global rule": where it does not hold, it silences all other rules. Scanning was not started.',
  })
}
