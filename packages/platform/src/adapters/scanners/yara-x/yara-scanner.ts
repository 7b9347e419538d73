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
import { type ItemAnswer, type ScanProcess, startScanProcess } from './scan-process.ts'

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
/** Smaller shares of a batch are not worth a second process. */
const minShare = 16

/**
 * Starts YARA-X in child processes. Throws `rules-invalid` (file, line), `scanner-failed`.
 * A batch is split among the processes; each share begins and ends with a planted positive that must be found.
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
  const processes: (ScanProcess | undefined)[] = started
  let queue: Promise<unknown> = Promise.resolve()

  async function scanShare(slot: number, items: readonly ScanItem[]): Promise<ScanAnswer[]> {
    const verdicts: ScanAnswer[] = []
    let fruitless = 0
    while (verdicts.length < items.length) {
      const process = (processes[slot] ??= await start())
      const rest = items.slice(verdicts.length)
      const [first, ...answers] = await process.scan([planted.bytes, ...rest.map(payload), planted.bytes])
      const isSeeing =
        found(first, planted) && (answers.length <= rest.length || found(answers.at(-1), planted))
      if (isDead(answers.at(-1) ?? first) || !isSeeing) {
        processes[slot] = undefined
        await process.close()
      }
      // Dead before the first item: no item is to blame, all of them are tried with a new child.
      if (isDead(first)) {
        fruitless += 1
        if (fruitless >= maxFruitlessStarts) throw keepsDying()
        continue
      }
      fruitless = 0
      for (const [at, { key }] of rest.entries()) {
        const answer = answers[at]
        if (answer === undefined) break
        verdicts.push({ key, ...(isSeeing ? verdictOf(answer, engine) : unknown(engine, 'selfTestFailed')) })
      }
    }
    return verdicts
  }

  return {
    describe: () => engine,
    scan(items) {
      const work = queue.then(async () => {
        const shares = split(items, count)
        // All to their end, also when one fails: the next batch must not talk to a child that still answers this one.
        const answers = await Promise.allSettled(shares.map((share, slot) => scanShare(slot, share)))
        return answers.flatMap((answer) => {
          if (answer.status === 'rejected') throw answer.reason
          return answer.value
        })
      })
      queue = work.catch(() => undefined)
      return work
    },
    async close() {
      await queue
      await closeAll(processes)
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

async function closeAll(processes: readonly (ScanProcess | undefined)[]): Promise<void> {
  await Promise.all(processes.flatMap((process) => (process === undefined ? [] : [process.close()])))
}

/** Better now than after hours in which every file became unknown. */
async function selfTest(processes: readonly ScanProcess[], planted: Planted): Promise<void> {
  const answers = await Promise.all(processes.map((process) => process.scan([planted.bytes])))
  if (answers.some(([first]) => isDead(first))) throw keepsDying()
  if (!answers.every(([first]) => found(first, planted))) throw blindRules()
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

function payload(item: ScanItem): { bytes: Uint8Array } | { file: string } {
  return 'file' in item ? { file: item.file } : { bytes: item.bytes }
}

function split(items: readonly ScanItem[], processes: number): (readonly ScanItem[])[] {
  const shares = Math.max(1, Math.min(processes, Math.floor(items.length / minShare)))
  const size = Math.ceil(items.length / shares)
  return Array.from({ length: shares }, (_, at) => items.slice(at * size, (at + 1) * size))
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
