import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'

const marker = '.anlauf-site'

/**
 * Puts a site into a folder in one step: written beside it, then switched. Throws `unsafe-target` for a folder
 * that holds something else.
 */
export function writeSite(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  if (existsSync(folder) && !existsSync(join(folder, marker)) && readdirSync(folder).length > 0) {
    throw new AnlaufError('unsafe-target', `${folder} is not empty and is no site of ours.`, {
      hint: 'Name a new or empty folder; nothing was touched.',
    })
  }
  const [fresh, old] = [`${folder}.new`, `${folder}.old`]
  for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true })
  for (const [path, bytes] of [...files, [marker, Buffer.from('made by Anlauf\n')] as const]) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true })
    writeFileSync(join(fresh, path), bytes, { flush: true })
  }
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}
