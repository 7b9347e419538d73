/**
 * The bare engine: compiles rules, reads its share of the files into memory, and scans them when it is told to.
 * Nothing is handed over but the word to begin and the seconds it took.
 */
import { readFileSync } from 'node:fs'

import { compile, type YaraX } from '@litko/yara-x'

export interface Share {
  readonly rules: readonly string[]
  readonly files: readonly string[]
}

let scan = (): number => 0

process.on('disconnect', () => process.exit(0))
process.on('message', (message: Share | 'go') => {
  if (message !== 'go') {
    scan = prepare(message)
    process.send?.('ready')
  } else process.send?.(scan())
})

function prepare({ rules, files }: Share): () => number {
  const text = rules.map((file) => readFileSync(file, 'utf8')).join('\n')
  const engine = compile(text, { enableIncludes: false }) as unknown as YaraX
  engine.setMaxMatchesPerPattern(1)
  const contents = files.map((file) => readFileSync(file))
  return () => {
    const started = performance.now()
    for (const bytes of contents) engine.scan(bytes)
    return (performance.now() - started) / 1000
  }
}
