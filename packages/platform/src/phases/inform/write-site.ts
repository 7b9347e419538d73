import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'

const marker = '.anlauf-site'

/**
 * Puts a site into a folder: written whole beside it, then switched by two renames. Readers see the old site or the
 * new one. A crash between the renames leaves both sites complete beside the folder's name; the next call puts the
 * old one back before it does anything else. One writer at a time. Throws `unsafe-target` for a folder that holds
 * something else; nothing of it is touched.
 */
export function writeSite(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder)
  const [fresh, old] = [`${target}.anlauf-new`, `${target}.anlauf-old`]
  for (const place of [target, fresh, old]) refuseForeign(place)
  try {
    if (!existsSync(target) && existsSync(old)) renameSync(old, target)
    for (const left of [fresh, old]) remove(left)
    write(fresh, files)
    if (existsSync(target)) renameSync(target, old)
    renameSync(fresh, target)
    remove(old)
  } catch (cause) {
    if (!existsSync(target) && existsSync(old)) renameSync(old, target)
    remove(fresh)
    throw failure(target, cause)
  }
}

/** The marker comes first: whatever a crash leaves behind is known to be ours. */
function write(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  mkdirSync(folder, { recursive: true })
  for (const [path, bytes] of [[marker, Buffer.from('made by Anlauf\n')] as const, ...files]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes, { flush: true })
  }
}

/** The marker goes last, for the same reason. */
function remove(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (name !== marker) rmSync(join(folder, name), { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
}

function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return
  const isOurs =
    statSync(folder).isDirectory() && (existsSync(join(folder, marker)) || readdirSync(folder).length === 0)
  if (isOurs) return
  throw new AnlaufError('unsafe-target', `${folder} is not empty and is no site of ours.`, {
    hint: 'Name a new or empty folder; nothing was touched.',
  })
}

function failure(folder: string, cause: unknown): AnlaufError {
  const code = (cause as NodeJS.ErrnoException).code
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new AnlaufError(
    isFull ? 'no-space' : 'write-failed',
    `The site cannot be written to ${folder}: ${code ?? String(cause)}.`,
    {
      hint: isFull
        ? 'Make room, then write the site again; the one that is shown stays.'
        : 'Name a folder that this user may write and rename (no root of a mount), then write the site again.',
      retry: 'later',
      cause,
    },
  )
}
