import { execFile } from 'node:child_process'
import { lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

import { AnlaufError } from '../../../core/failure.ts'

const run = promisify(execFile)
/** Whoever writes holds files open, and a disk with such files stays writable: between two of them there is a chance. */
const attempts = 5
const pauseMs = 200
const waitMs = 10_000

/** Throws `input-invalid` for a folder that is no mount point: to make it read-only would stop the whole disk. */
export function requireMountPoint(folder: string): void {
  const [own, above] = [folder, dirname(folder)].map((path) => lstatSync(path, { bigint: true }))
  if (own?.dev !== above?.dev) return
  throw new AnlaufError('input-invalid', `${folder} is no mount point of its own.`, {
    hint: 'Only a mounted disk can be made read-only. Leave out --read-only, or watch the mount point.',
  })
}

/** Makes a mounted disk read-only. Throws with the words of `mount` when it stays writable. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run('mount', ['-o', 'remount,ro', folder], { timeout: waitMs })
      return
    } catch (error) {
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
      if (attempt === attempts) throw new Error(said === '' ? 'mount failed' : said, { cause: error })
      await delay(pauseMs)
    }
  }
}
