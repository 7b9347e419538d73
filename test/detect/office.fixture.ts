import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { realFiles } from '../../packages/platform/src/phases/detect/real-files.fixture.ts'
import {
  type Hit,
  type RunningWatch,
  watchFiles,
} from '../../packages/platform/src/phases/detect/watch/index.ts'

const kinds: Map<string, Buffer> = await realFiles(11)
/** Kinds of files in each folder. */
export const kindsAFolder = kinds.size

export interface Office extends Disposable {
  readonly root: string
  at(...names: string[]): string
  watch(options?: { canaries?: Parameters<typeof watchFiles>[0]['canaries'] }): Promise<RunningWatch>
  readonly alarms: { at: Date; hits: readonly Hit[] }[]
  readonly hits: Hit[]
  readonly notices: string[]
}

/** Real files of every kind in the folders of an office, marked as ours to attack. `disk`: there, and left there. */
export function office(folders = 12, disk?: string): Office {
  const root = disk ?? mkdtempSync(join(tmpdir(), 'anlauf-watch-'))
  writeFileSync(join(root, '.anlauf-drill'), '')
  for (let folder = 0; folder < folders; folder += 1) {
    mkdirSync(join(root, `folder ${folder}`))
    for (const [name, bytes] of kinds) writeFileSync(join(root, `folder ${folder}`, name), bytes)
  }
  const alarms: Office['alarms'] = []
  const hits: Hit[] = []
  const notices: string[] = []
  return {
    root,
    alarms,
    hits,
    notices,
    at: (...names) => join(root, ...names),
    watch: ({ canaries = [] } = {}) =>
      watchFiles({
        roots: [root],
        canaries,
        onAlarm: (alarm) => alarms.push(alarm),
        onHit: (hit) => hits.push(hit),
        onNotice: ({ what }) => notices.push(what),
      }),
    [Symbol.dispose]: () => disk ?? rmSync(root, { recursive: true, force: true }),
  }
}

export async function until(isTrue: () => boolean, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 5) {
    if (isTrue()) return true
    await delay(5)
  }
  return isTrue()
}

/** Bytes that pass for random ones, the same each time. */
export function randomLike(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length)
  let state = seed >>> 0 || 1
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state & 0xff
  }
  return bytes
}
