/**
 * The scanning child: compiles rules, scans what it is sent, answers every few milliseconds. It may hang or crash;
 * the parent kills it and blames the item that it noted last in the shared memory. It ends when the parent is gone,
 * even out of a scan that hangs: a second thread watches for that.
 */
import { readSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

import { compile, validate, type YaraX } from '@litko/yara-x'

import { mapMemory } from './mapped-memory.ts'
import type { ContentAnswer, FromChild, Placed, RuleHit, RuleSource, ToChild } from './messages.ts'
import { progressBytes } from './shared-memory.ts'

let scanner: YaraX | undefined

process.on('disconnect', () => process.exit(0))
watchParent()
process.on('message', (message: ToChild) => {
  if (message.kind === 'rules') load(message.sources)
  else scanShare(message)
})

/** The thread that scans hears nothing while it is inside the engine. */
function watchParent(): void {
  const watch = `const parent = ${process.ppid}
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 500)`
  new Worker(watch, { eval: true }).unref()
}

function load(sources: readonly RuleSource[]): void {
  for (const { file, text } of sources) {
    const problem = validate(text, options).errors[0]
    if (problem !== undefined) {
      return answer({
        kind: 'invalid',
        file,
        line: problem.line ?? lineIn(problem.message),
        message: problem.message,
      })
    }
  }
  try {
    scanner = compile(sources.map(({ text }) => text).join('\n'), options) as unknown as YaraX
    scanner.setMaxMatchesPerPattern(1)
    answer({ kind: 'ready', rules: sources.length })
  } catch (error) {
    answer({ kind: 'invalid', file: 'the rules together', line: undefined, message: reasonOf(error) })
  }
}

/** Include statements would read files of this machine on the word of a rule file. */
const options = { enableIncludes: false }

type Share = Extract<ToChild, { kind: 'scan' }>

/** The handle of the shared memory, behind those of input, output, errors and messages. */
const memory = 4
/** Answers wait for others so long: each message costs as much as a small content. */
const answerEveryMs = 8

function scanShare({ share, memoryAt, items }: Share): void {
  let from = 0
  let told = performance.now()
  let said: [number, ContentAnswer][] = []
  let place = memoryAt ?? 0
  for (const [at, item] of items.entries()) {
    if (memoryAt !== undefined) noteProgress(share, at)
    const found = scan(item, place)
    if (found !== undefined) said.push([at, found])
    if (typeof item === 'number') place += item
    const now = performance.now()
    // Of a share that ends early it must be known that its planted positive was found; without shared memory
    // nobody would know over which content it ended.
    const isDue = at === 0 || at === items.length - 1 || memoryAt === undefined
    if (!isDue && now - told < answerEveryMs) continue
    answer({ kind: 'answers', share, from, count: at + 1 - from, said })
    from = at + 1
    said = []
    told = now
  }
}

const mapped = process.argv[2] === 'map' ? mapMemory(memory) : undefined
const progress = Buffer.alloc(progressBytes)

function noteProgress(share: number, at: number): void {
  if (mapped !== undefined) return mapped.note({ share, at })
  progress.writeUInt32LE(share, 0)
  progress.writeUInt32LE(at, 4)
  writeSync(memory, progress, 0, progressBytes, 0)
}

/** Grows to the largest content; a rule sees exactly the content's part of it. */
let buffer = Buffer.alloc(1024 * 1024)

/** Undefined when no rule says anything. */
function scan(item: Placed, at: number): ContentAnswer | undefined {
  if (scanner === undefined) return { kind: 'unreadable', message: 'no rules' }
  try {
    const isFile = typeof item === 'object' && 'file' in item
    const matches = isFile ? scanner.scanFile(item.file) : scanner.scan(bytesOf(item, at))
    if (matches.length === 0) return undefined
    return { kind: 'result', hits: matches.map(({ ruleIdentifier, meta }) => hit(ruleIdentifier, meta)) }
  } catch (error) {
    return { kind: 'unreadable', message: reasonOf(error) }
  }
}

function bytesOf(item: Exclude<Placed, { file: string }>, place: number): Buffer {
  if (typeof item === 'object')
    return Buffer.from(item.bytes.buffer, item.bytes.byteOffset, item.bytes.length)
  const there = mapped?.at(place, item)
  if (there !== undefined) return Buffer.from(there.buffer, there.byteOffset, item)
  if (buffer.length < item) buffer = Buffer.allocUnsafeSlow(item)
  for (let done = 0; done < item;) {
    const count = readSync(memory, buffer, done, item - done, place + done)
    if (count === 0) throw new Error('The shared memory ends before the content does.')
    done += count
  }
  return buffer.subarray(0, item)
}

function hit(rule: string, meta: object): RuleHit {
  return { rule, isSuspicion: (meta as Record<string, unknown>)['verdict'] === 'suspicious' }
}

function lineIn(message: string): number | undefined {
  const found = /(?:-->|line)[^\d]*(\d+)/.exec(message)
  return found === null ? undefined : Number(found[1])
}

function answer(message: FromChild): void {
  process.send?.(message)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
