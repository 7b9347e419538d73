import { RepositoryError, type Storage } from '@anlauf/repository'

import { AnlaufError } from '../../../../core/failure.ts'
import type { StoredFile } from '../volume/index.ts'
import { type ReadOptions, readVolume, type VolumeReport } from './read-volume.ts'

export interface TakenVolume {
  readonly report: VolumeReport
  /** Files that were not there before. */
  readonly added: number
  readonly addedBytes: number
}

/**
 * Reads a volume once and brings its files into a repository, usually a folder. Files that are there already are
 * not written again, so that reading can be stopped and begun anew, and volumes come in any order. `only` limits
 * the packs that are brought; what opens the repository always comes.
 * Throws `unsafe-target` when the place holds another repository, and what writing throws.
 */
export async function takeVolume(
  source: string | AsyncIterable<Uint8Array>,
  target: Storage,
  options: Omit<ReadOptions, 'wants' | 'onFile'> & { only?: ReadonlySet<string> | undefined },
): Promise<TakenVolume> {
  const { only, ...reading } = options
  let added = 0
  let addedBytes = 0
  const report = await readVolume(source, {
    ...reading,
    async wants(file) {
      if (only !== undefined && file.kind === 'data' && !only.has(file.id)) return false
      // The config decides whether this is the right repository: it is looked at each time.
      return file.kind === 'config' || !(await isThere(target, file))
    },
    async onFile({ kind, id, bytes }) {
      if (kind === 'config' && (await target.stat('config', 'config')) !== undefined) {
        await refuseOther(target, bytes)
        return
      }
      await target.write(kind, id, bytes)
      added += 1
      addedBytes += bytes.length
    },
  })
  return { report, added, addedBytes }
}

async function isThere(target: Storage, { kind, id, size }: StoredFile): Promise<boolean> {
  const there = await target.stat(kind, id)
  if (there === undefined) return false
  if (there.size === size) return true
  throw new RepositoryError(
    'damaged',
    `${kind}/${id} lies there with ${there.size} bytes, the medium has ${size}.`,
    { hint: 'Remove that file, or name an empty folder, then read the medium again.' },
  )
}

async function refuseOther(target: Storage, config: Buffer): Promise<void> {
  if ((await target.read('config', 'config')).equals(config)) return
  throw new AnlaufError('unsafe-target', 'The folder holds another repository than the medium.', {
    hint: 'Name an empty folder, or the one into which the other volumes of this set were read.',
  })
}
