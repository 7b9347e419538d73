import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { lockFolder } from '../protect/index.ts'
import { AnlaufError } from '../../core/failure.ts'

const marker = '.anlauf-clean-room'

/** Opens a clean room that we made, or makes one of a new or empty folder, for this run alone. */
export function openCleanRoom(folder: string): Disposable {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(join(folder, marker))) {
    if (readdirSync(folder).length > 0) {
      throw new AnlaufError('unsafe-target', `${folder} is not empty and is no clean room of ours.`, {
        hint: 'Name a new or empty folder; nothing was touched.',
      })
    }
    writeFileSync(
      join(folder, marker),
      'Files here were verified and scanned by Anlauf. Release them, do not edit them.\n',
    )
  }
  return lockFolder(folder)
}
