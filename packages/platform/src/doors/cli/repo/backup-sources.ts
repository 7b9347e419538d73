import { lstatSync } from 'node:fs'

import { encodeName, expandGlob, printName } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readHandwrittenLines, readNulSeparated } from '../access/text-file.ts'

export interface SourceFlags {
  readonly filesFrom?: readonly string[]
  readonly filesFromVerbatim?: readonly string[]
  readonly filesFromRaw?: readonly string[]
}

/** Flags that name what to back up, with restic's words. */
export const sourceFlags = {
  filesFrom: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'File with one path or pattern a line, # for comments; - is standard input (repeatable)',
    placeholder: 'file',
  },
  filesFromVerbatim: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'File with one path a line, taken as it is (repeatable)',
    placeholder: 'file',
  },
  filesFromRaw: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'File with paths that end with a zero byte (repeatable)',
    placeholder: 'file',
  },
} as const

/**
 * All paths that arguments and files name; those that do not exist are named on stderr and counted.
 * Throws `input-invalid` when none is left.
 */
export async function namedSources(
  context: AnlaufContext,
  flags: SourceFlags,
  args: readonly string[],
): Promise<{ paths: readonly string[]; missing: number }> {
  const listed: string[] = []
  for (const file of flags.filesFrom ?? []) listed.push(...(await pathsFromPatterns(context, file)))
  for (const file of flags.filesFromVerbatim ?? []) {
    const lines = await readHandwrittenLines(context, file, '--files-from-verbatim')
    listed.push(...lines.filter((line) => line !== ''))
  }
  for (const file of flags.filesFromRaw ?? [])
    listed.push(...(await readNulSeparated(context, file, '--files-from-raw')))
  const named = [...listed, ...args]
  if (named.length === 0) {
    throw new AnlaufError('input-invalid', 'Nothing to back up was named.', {
      hint: 'Name folders or files, or give --files-from FILE or --stdin.',
    })
  }
  const paths = named.filter((path) => isThere(context, path))
  if (paths.length > 0) return { paths, missing: named.length - paths.length }
  throw new AnlaufError('input-invalid', 'None of the named paths exists: no snapshot was made.', {
    hint: 'Check the paths and that their file systems are mounted.',
  })
}

async function pathsFromPatterns(context: AnlaufContext, file: string): Promise<string[]> {
  const paths: string[] = []
  for (const line of await readHandwrittenLines(context, file, '--files-from')) {
    const pattern = line.trim()
    if (pattern === '' || pattern.startsWith('#')) continue
    const found = expandGlob(pattern)
    if (found.length === 0) context.process.stderr.write(`no file fits ${printName(pattern)}, skipped\n`)
    paths.push(...found)
  }
  return paths
}

function isThere(context: AnlaufContext, path: string): boolean {
  try {
    if (lstatSync(encodeName(path), { throwIfNoEntry: false }) !== undefined) return true
    context.process.stderr.write(`${printName(path)} does not exist, skipped\n`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    context.process.stderr.write(`${printName(path)} cannot be used, skipped: ${reason}\n`)
  }
  return false
}
