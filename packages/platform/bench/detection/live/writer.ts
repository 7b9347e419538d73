/**
 * The attacker: `writer.ts ROOT ATTACK SHAPE ORDER FILES_PER_SECOND SEED`. Works only in a marked folder. Says `ready`,
 * waits for a line, then says one line a file: milliseconds since 1970 before its first write, and its path.
 */
import { readdirSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'

import { requireMarked } from '../../../src/drill/attack/player.ts'
import { seededRandom } from '../../../src/drill/random.ts'
import { liveAttacks } from './attacks.ts'
import { destroy, type Shape } from './shapes.ts'

const [, , root = '', attackName = '', shape = '', order = '', rate = '', seed = ''] = process.argv
const attack = liveAttacks.find(({ name }) => name === attackName)
if (attack === undefined) throw new Error(`no attack ${attackName}`)

const files = inOrder(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.parentPath.includes('.anlauf'))
    .map((entry) => join(entry.parentPath, entry.name)),
)
for (const path of files) requireMarked(root, path)
process.stdout.write('ready\n')
await once(process.stdin, 'data')

const everyMs = 1_000 / Number(rate)
const beganAt = performance.now()
let done = 0
let place = 0
while (place < files.length) {
  // Timers are coarser than this writer is fast, so it looks at the clock until the next file is due.
  const waitMs = beganAt + done * everyMs - performance.now()
  if (waitMs > 2) await new Promise((resolve) => setTimeout(resolve, waitMs - 2))
  while (performance.now() < beganAt + done * everyMs);
  const path = files[place] ?? ''
  place += 1
  const atMs = performance.timeOrigin + performance.now()
  if (!destroy(path, attack, shape as Shape)) continue
  done += 1
  process.stdout.write(`${atMs} ${path}\n`)
}
process.stdin.destroy()

function inOrder(paths: readonly string[]): readonly string[] {
  if (order === 'sorted') return paths.toSorted()
  if (order === 'smallest-first') return paths.toSorted((a, b) => statSync(a).size - statSync(b).size)
  return seededRandom(Number(seed)).shuffled(paths)
}
