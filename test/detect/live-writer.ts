/**
 * Plays an attacker at speed in a marked folder: `live-writer.ts ROOT GEOMETRY SHAPE FILES_PER_SECOND`. Says one line a
 * file: milliseconds since 1970 and its path. Ends with the last file, or when it is told to.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import * as geometries from '../../packages/platform/src/drill/attack/geometry.ts'
import { lockFileOf, type WriteShape } from '../../packages/platform/src/drill/attack/player.ts'
import { seededRandom } from '../../packages/platform/src/drill/random.ts'

const [, , root = '', geometryName = '', shape = '', rate = '417', rename = ''] = process.argv
const geometry = Object.values(geometries).find(
  (one) => typeof one === 'object' && 'name' in one && one.name === geometryName,
)
if (geometry === undefined || typeof geometry !== 'object' || !('ranges' in geometry))
  throw new Error(`no geometry ${geometryName}`)

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.parentPath.includes('.anlauf'))
  .map((entry) => join(entry.parentPath, entry.name))
const random = seededRandom(7)
const order = files.map((path) => ({ path, at: random.below(1_000_000) })).sort((a, b) => a.at - b.at)

const everyMs = 1_000 / Number(rate)
const beganAt = performance.now()
let done = 0
function next(): void {
  // As many as are due by now: timers are coarser than this writer is fast.
  while (done < order.length && performance.now() - beganAt >= done * everyMs) {
    const path = order[done]?.path ?? ''
    const newName = rename === '' ? {} : { newName: `${path.slice(path.lastIndexOf('/') + 1)}${rename}` }
    lockFileOf(root, path, {
      geometry: geometry as geometries.Geometry,
      shape: shape as WriteShape,
      at: new Date(),
      ...newName,
    })
    process.stdout.write(`${Date.now()} ${path}\n`)
    done += 1
  }
  if (done < order.length) setTimeout(next, Math.max(0, done * everyMs - (performance.now() - beganAt)))
}
next()
