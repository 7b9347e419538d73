import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { entriesBelow } from '../../../phases/detect/index.ts'
import { rulesInArchive } from '../../../phases/recover/index.ts'

/** Bounds memory of every engine; large public collections have some 30 MiB. */
const maxBytes = 64 * 1024 * 1024
const maxArchiveBytes = 256 * 1024 * 1024

export interface StoredRules {
  /** SHA-256 over the sorted SHA-256 digests of the files. */
  readonly digest: string
  readonly folder: string
  readonly files: number
}

/** The rules that `scan rules update` made current; undefined when there are none. */
export function currentRules(home: string): string | undefined {
  const link = join(home, 'rules', 'current')
  return existsSync(link) ? realpathSync(link) : undefined
}

/**
 * Copies the rule files of a folder, of an archive, or one file, below the home and makes them current in one step, after `check`
 * accepted the copy: exactly what was checked is used later. Sets of before stay. Links are not followed. Throws
 * `rules-invalid`, and what `check` throws; then nothing has changed.
 */
export async function storeRules(
  home: string,
  from: string,
  check: (folder: string) => Promise<void>,
): Promise<StoredRules> {
  const place = join(home, 'rules')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(join(place, 'new-'))
  try {
    const { digest, files } = copyRules(from, draft)
    await check(draft)
    const folder = join(place, digest)
    if (existsSync(folder)) rmSync(draft, { recursive: true })
    else renameSync(draft, folder)
    const link = join(place, 'current.part')
    rmSync(link, { force: true })
    symlinkSync(digest, link)
    renameSync(link, join(place, 'current'))
    return { digest, folder, files }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

function copyRules(from: string, to: string): { digest: string; files: number } {
  const digests: string[] = []
  let bytes = 0
  for (const text of ruleTexts(from)) {
    bytes += text.length
    if (bytes > maxBytes) throw tooMany(from)
    const digest = createHash('sha256').update(text).digest('hex')
    // Named by their content: names of a foreign collection lead nowhere, equal files are one.
    if (digests.includes(digest)) continue
    digests.push(digest)
    writeFileSync(join(to, `${digest}.yar`), text, { mode: 0o400, flag: 'wx', flush: true })
  }
  if (digests.length === 0) throw none(from)
  const digest = createHash('sha256').update(digests.sort().join('\n')).digest('hex')
  return { digest, files: digests.length }
}

/** The texts of a folder's rule files, of an archive's, or of one file. */
function* ruleTexts(place: string): Generator<Buffer> {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (stat?.isFile() === true) {
    // An archive may be larger than the rules in it, which are bounded by themselves.
    if (stat.size > maxArchiveBytes) throw tooMany(place)
    const bytes = readFileSync(place)
    yield* rulesInArchive(bytes, maxBytes) ?? [bytes]
  } else if (stat?.isDirectory() === true) {
    for (const { path, kind } of entriesBelow(place)) {
      if (kind === 'file' && /\.yara?$/.test(path)) yield readFileSync(path)
    }
  }
}

function none(place: string): AnlaufError {
  return new AnlaufError('rules-invalid', `There are no rule files in ${place}.`, {
    hint: 'Name a folder, a zip or a tar with *.yar or *.yara files.',
  })
}

function tooMany(place: string): AnlaufError {
  return new AnlaufError('rules-invalid', `The rules in ${place} are larger than 64 MiB in all.`, {
    hint: 'Choose the rule folders that fit the case; every scanning process holds all of them.',
  })
}
