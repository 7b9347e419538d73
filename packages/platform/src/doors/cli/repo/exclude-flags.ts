import type { BackupOptions } from '@anlauf/repository'

import type { AnlaufContext } from '../context.ts'
import { parseResticSize } from '../flags/flag-values.ts'
import { readHandwrittenLines } from '../access/text-file.ts'

export interface ExcludeFlags {
  readonly exclude?: readonly string[]
  readonly iexclude?: readonly string[]
  readonly excludeFile?: readonly string[]
  readonly iexcludeFile?: readonly string[]
  readonly excludeCaches: boolean
  readonly excludeIfPresent?: readonly string[]
  readonly excludeLargerThan?: number
  readonly oneFileSystem: boolean
}

const list = { kind: 'parsed', parse: String, optional: true, variadic: true } as const

/** Flags that leave things out of a backup, with restic's words. */
export const excludeFlags = {
  exclude: { ...list, brief: 'Pattern to leave out (repeatable)', placeholder: 'pattern' },
  iexclude: { ...list, brief: 'The same, whatever the case of the names', placeholder: 'pattern' },
  excludeFile: {
    ...list,
    brief: 'File with one pattern a line, # for comments, $VARIABLES',
    placeholder: 'file',
  },
  iexcludeFile: { ...list, brief: 'The same, whatever the case of the names', placeholder: 'file' },
  excludeCaches: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Leave out folders that a CACHEDIR.TAG marks as caches',
  },
  excludeIfPresent: {
    ...list,
    brief: 'Leave out what lies beside a file of this name, if it starts with the header',
    placeholder: 'filename[:header]',
  },
  excludeLargerThan: {
    kind: 'parsed',
    parse: parseResticSize,
    optional: true,
    brief: 'Leave out larger files; suffixes k, M, G, T are powers of 1,024',
    placeholder: 'size',
  },
  oneFileSystem: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Stay on the file systems of the named paths',
  },
} as const

/** What the flags and the files they name come to. */
export async function exclusions(
  context: AnlaufContext,
  flags: ExcludeFlags,
): Promise<Partial<BackupOptions>> {
  const excludes = await patternsOf(context, flags.exclude, flags.excludeFile, '--exclude-file')
  return {
    ...(excludes.length === 0 ? {} : { excludes }),
    insensitiveExcludes: await patternsOf(context, flags.iexclude, flags.iexcludeFile, '--iexclude-file'),
    excludeCaches: flags.excludeCaches,
    excludeIfPresent: flags.excludeIfPresent ?? [],
    oneFileSystem: flags.oneFileSystem,
    ...(flags.excludeLargerThan === undefined ? {} : { excludeLargerThan: flags.excludeLargerThan }),
  }
}

/** First those of the command line, then those of the files: with "!" the order matters. */
async function patternsOf(
  context: AnlaufContext,
  named: readonly string[] = [],
  files: readonly string[] = [],
  flag: string,
): Promise<readonly string[]> {
  const patterns = [...named]
  for (const file of files) {
    for (const line of await readHandwrittenLines(context, file, flag)) {
      const pattern = line.trim()
      if (pattern !== '' && !pattern.startsWith('#')) patterns.push(expand(pattern, context.process.env))
    }
  }
  return patterns
}

/** Go's `os.Expand`: `$NAME`, `${NAME}`; `$$` is a dollar, an unknown variable is empty. */
function expand(text: string, env: Readonly<Partial<Record<string, string>>>): string {
  return text.replace(
    /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*|[0-9*#$@!?-]))/g,
    (_, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? ''
      return name === '$' ? '$' : (env[name] ?? '')
    },
  )
}
