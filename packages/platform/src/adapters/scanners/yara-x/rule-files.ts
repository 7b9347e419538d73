import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'

import { AnlaufError } from '../../../core/failure.ts'
import { entriesBelow } from '../../../phases/detect/index.ts'
import type { RuleSource } from './messages.ts'

/** Bounds the memory of every scanning child; large public collections have some 30 MiB. */
const maxBytes = 64 * 1024 * 1024

/** The rule files of folders (or single files), in a stable order, and a digest over all of them. */
export interface RuleSet {
  readonly sources: readonly RuleSource[]
  /** SHA-256 over the sorted SHA-256 digests of the files: independent of their places and names. */
  readonly digest: string
}

/** Reads every `*.yar` and `*.yara` file; links are not followed. Throws `rules-invalid` when there is no rule. */
export function readRules(places: readonly string[]): RuleSet {
  const sources: RuleSource[] = []
  let bytes = 0
  for (const file of places.flatMap(ruleFiles)) {
    const text = readFileSync(file, 'utf8')
    bytes += text.length
    if (bytes > maxBytes) throw tooMany(file)
    sources.push({ file, text })
  }
  if (!sources.some(({ text }) => hasRule(text))) {
    throw new AnlaufError('rules-invalid', `There are no rules in ${places.join(', ')}.`, {
      hint: 'Name a folder with *.yar or *.yara files; without rules nothing can be called clean.',
    })
  }
  const digests = sources.map(({ text }) => createHash('sha256').update(text).digest('hex')).sort()
  return { sources, digest: createHash('sha256').update(digests.join('\n')).digest('hex') }
}

/** True when a text declares a rule: before the first one stand only comments, imports and includes. */
function hasRule(text: string): boolean {
  const code = text.replaceAll(/\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, ' ')
  return /(?:^|[\s}])rule\s+[A-Za-z_]/.test(code)
}

function ruleFiles(place: string): string[] {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (stat === undefined) {
    throw new AnlaufError('rules-invalid', `The rules ${place} do not exist.`, { hint: 'Check the path.' })
  }
  if (stat.isFile()) return [place]
  if (!stat.isDirectory()) return []
  return [...entriesBelow(place)].flatMap(({ path, kind }) =>
    kind === 'file' && /\.yara?$/.test(path) ? [path] : [],
  )
}

function tooMany(file: string): AnlaufError {
  return new AnlaufError('rules-invalid', `The rules are larger than 64 MiB in all; stopped at ${file}.`, {
    hint: 'Choose the rule folders that fit the case; every scanning process holds all of them.',
  })
}
