/**
 * Plays an attacker at speed in a marked folder: `live-writer.ts ROOT MODE SHAPE FILES_PER_SECOND`. Says one line a
 * file: milliseconds since 1970 and its path. Ends with the last file, or when it is told to.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { attackModes } from '../../packages/platform/src/drill/attack/index.ts'
import { attackFile, type WriteShape } from '../../packages/platform/src/drill/attack/player.ts'
import { seededRandom } from '../../packages/platform/src/drill/random.ts'

const [, , root = '', modeName = '', shape = '', rate = '417'] = process.argv
const mode = attackModes.find(({ name }) => name === modeName)
if (mode === undefined) throw new Error(`no mode ${modeName}`)

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
    if (mode !== undefined)
      attackFile(root, path, { mode, campaign: 'live test', shape: shape as WriteShape, at: new Date() })
    process.stdout.write(`${Date.now()} ${path}\n`)
    done += 1
  }
  if (done < order.length) setTimeout(next, Math.max(0, done * everyMs - (performance.now() - beganAt)))
}
next()
