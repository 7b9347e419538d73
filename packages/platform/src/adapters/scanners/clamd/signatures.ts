import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { AnlaufError } from '../../../core/failure.ts'

/** Digests by place, size and time, so that 300 MB are not read again after every batch. */
const known = new Map<string, string>()

/** Digest over the contents of a folder of signatures, whatever their names. Throws `rules-invalid`. */
export async function readSignatures(folder: string): Promise<string> {
  const digests: string[] = []
  for (const file of filesIn(folder)) {
    const { size, mtimeMs, ino } = lstatSync(file)
    const key = JSON.stringify([file, size, mtimeMs, ino])
    let digest = known.get(key)
    if (digest === undefined) {
      const hash = createHash('sha256')
      await pipeline(createReadStream(file), hash)
      digest = hash.digest('hex')
      known.set(key, digest)
    }
    digests.push(digest)
  }
  return createHash('sha256').update(digests.sort().join('\n')).digest('hex')
}

function filesIn(folder: string): string[] {
  try {
    return (
      readdirSync(folder, { withFileTypes: true })
        // freshclam's own notes are no signatures, and change whenever it looks.
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.dat'))
        .map(({ name }) => join(folder, name))
    )
  } catch (cause) {
    throw new AnlaufError('rules-invalid', `The signatures in ${folder} cannot be read.`, {
      hint: 'Name the folder of "DatabaseDirectory" in clamd.conf, readable for this program.',
      cause,
    })
  }
}
