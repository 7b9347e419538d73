import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { renameSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { AnlaufError } from '../../core/failure.ts'
import type { EstateFolder } from '../estate-folder.ts'

const probe = fileURLToPath(new URL('./probe.ts', import.meta.url))

/**
 * Cuts the estate off (decision 4): one rename, then a second process that tries to write to every old place
 * and must fail. Returns the digest of what the probe said. Throws `cannot-isolate`, naming what is still open.
 */
export function isolateEstate(estate: EstateFolder, to: string): { probes: number; proof: string } {
  renameSync(estate.root, to)
  const places = estate.areas.map(({ folder }) => folder)
  const run = spawnSync(process.execPath, [probe], { input: places.join('\n'), encoding: 'utf8', env: {} })
  const results = JSON.parse(run.stdout || '[]') as { path: string; reached: boolean }[]
  const open = results.filter(({ reached }) => reached)
  if (run.status !== 0 || results.length !== places.length || open.length > 0) {
    throw new AnlaufError(
      'cannot-isolate',
      `${open.length} of ${places.length} places can still be reached.`,
      {
        hint: `Cut them off by hand before anything is restored: ${open.map(({ path }) => path).join(', ') || 'the probe did not answer'}.`,
      },
    )
  }
  return { probes: results.length, proof: createHash('sha256').update(run.stdout).digest('hex') }
}
