import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'

import { AnlaufError } from '../../../core/failure.ts'
import type { EngineDescription, ScanItem, Scanner, Verdict } from '../../../phases/recover/index.ts'
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

/** A child that dies without a single answer this often in a row will not get better. */
const maxFruitlessStarts = 3
/** Smaller shares of a batch are not worth a second process. */
const minShare = 16

/**
 * Starts YARA-X in child processes. Throws `rules-invalid` (file, line), `scanner-failed`.
 * A batch is split among the processes; each share carries a planted positive that must be found.
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
  const processes: (ScanProcess | undefined)[] = await Promise.all(Array.from({ length: count }, start))
  let queue: Promise<unknown> = Promise.resolve()

  async function scanShare(slot: number, items: readonly ScanItem[]): Promise<Verdict[]> {
    const verdicts: Verdict[] = []
    let fruitless = 0
    while (verdicts.length < items.length) {
      const process = (processes[slot] ??= await start())
      const rest = items.slice(verdicts.length)
      const answers = await process.scan([...rest.map(payload), { bytes: planted.bytes }])
      if (isDead(answers)) processes[slot] = undefined
      fruitless = answers.length > 1 || !isDead(answers) ? 0 : fruitless + 1
      verdicts.push(...judged(answers, rest.length, engine, planted.rule.file))
      if (fruitless >= maxFruitlessStarts) throw keepsDying()
    }
    return verdicts
  }

  return {
    describe: () => engine,
    scan(items) {
      const work = queue.then(async () => {
        const shares = split(items, count)
        const verdicts = await Promise.all(shares.map((share, slot) => scanShare(slot, share)))
        return verdicts.flat()
      })
      queue = work.catch(() => undefined)
      return work
    },
    async close() {
      await queue
      await Promise.all(processes.flatMap((process) => (process === undefined ? [] : [process.close()])))
    },
  }
}

/** Verdicts for what was answered. Answers of a share in which the planted positive was missed are not believed. */
function judged(
  answers: readonly ItemAnswer[],
  count: number,
  engine: EngineDescription,
  plantedRule: string,
): Verdict[] {
  const planted = answers[count]
  const isBlind =
    planted !== undefined &&
    !(planted.kind === 'result' && planted.hits.some(({ rule }) => rule === plantedRule))
  return answers
    .slice(0, count)
    .map((answer) => (isBlind ? unknown(engine, 'selfTestFailed') : verdictOf(answer, engine)))
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

function isDead(answers: readonly ItemAnswer[]): boolean {
  const last = answers.at(-1)
  return last?.kind === 'timeout' || last?.kind === 'crash'
}

function payload(item: ScanItem): { bytes: Uint8Array } | { file: string } {
  return 'file' in item ? { file: item.file } : { bytes: item.bytes }
}

function split(items: readonly ScanItem[], processes: number): (readonly ScanItem[])[] {
  const shares = Math.max(1, Math.min(processes, Math.floor(items.length / minShare)))
  const size = Math.ceil(items.length / shares)
  return Array.from({ length: shares }, (_, at) => items.slice(at * size, (at + 1) * size))
}

/** A rule and bytes that nobody else knows; new for every scanner. */
function plantedPositive(): { rule: RuleSource; bytes: Uint8Array } {
  const token = `anlauf-planted-${randomBytes(16).toString('hex')}`
  const file = 'anlauf_planted_positive'
  return {
    rule: { file, text: `rule ${file} { strings: $token = "${token}" condition: $token }` },
    bytes: Buffer.from(token),
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
