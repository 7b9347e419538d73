import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'

/** Written beside it, then renamed: a folder that is there is complete. */
export async function writeFolder(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  writeMore: (fresh: string) => Promise<void>,
): Promise<void> {
  const fresh = `${folder}.part-${process.pid}`
  try {
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(fresh, { mode: 0o700 })
    for (const [name, bytes] of files) writeFileSync(join(fresh, name), bytes, { flag: 'wx', flush: true })
    await writeMore(fresh)
    renameSync(fresh, folder)
  } catch (cause) {
    if (existsSync(fresh)) rmSync(fresh, { recursive: true })
    if (cause instanceof AnlaufError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AnlaufError('write-failed', `The evidence cannot be written to ${folder}: ${reason}`, {
      hint: 'Check the folder, its permissions and the free space, then run the command again.',
      retry: 'later',
      cause,
    })
  }
}

/** Throws `unsafe-target` for a folder with something in it. */
export function refuseUsed(folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined || (stat.isDirectory() && readdirSync(folder).length === 0)) return
  throw new AnlaufError('unsafe-target', `${folder} is not an empty folder.`, {
    hint: 'Name a new or empty folder; nothing was touched.',
  })
}
