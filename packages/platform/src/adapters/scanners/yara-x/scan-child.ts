/**
 * The scanning child: compiles rules, scans what it is sent, answers item by item. It may hang or crash;
 * the parent kills it and blames the item it had not answered. It ends when the parent is gone, even out of a
 * scan that hangs: a second thread watches for that.
 */
import { Worker } from 'node:worker_threads'

import { compile, validate, type YaraX } from '@litko/yara-x'

import type { FromChild, RuleHit, RuleSource, ToChild } from './messages.ts'

let scanner: YaraX | undefined

process.on('disconnect', () => process.exit(0))
watchParent()
process.on('message', (message: ToChild) => {
  if (message.kind === 'rules') load(message.sources)
  else message.items.forEach((item, at) => answer(scan(item, at)))
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

function scan(item: { bytes: Uint8Array } | { file: string }, at: number): FromChild {
  if (scanner === undefined) return { kind: 'unreadable', at, message: 'no rules' }
  try {
    const matches =
      'file' in item
        ? scanner.scanFile(item.file)
        : scanner.scan(Buffer.from(item.bytes.buffer, item.bytes.byteOffset, item.bytes.length))
    return { kind: 'result', at, hits: matches.map(({ ruleIdentifier, meta }) => hit(ruleIdentifier, meta)) }
  } catch (error) {
    return { kind: 'unreadable', at, message: reasonOf(error) }
  }
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
