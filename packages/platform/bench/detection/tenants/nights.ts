import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { backup, type Repository } from '@anlauf/repository'

import type { Files } from './archetypes.ts'
import type { Strike } from './attack.ts'

const firstNight = Date.parse('2026-03-02T02:00:00Z')
const dayMs = 86_400_000

/** Brings the folder of a tenant to the state of this night, as its programs would: only what changed is written. */
export function layOut(
  folder: string,
  before: Files,
  files: Files,
  {
    night,
    strikes,
    inPlace,
    timestomps,
  }: { night: number; strikes: readonly Strike[]; inPlace: boolean; timestomps: boolean },
): void {
  const at = new Date(firstNight + night * dayMs - dayMs / 3)
  const struck = new Map(strikes.map((strike) => [strike.newPath, strike]))
  for (const [path, bytes] of files) {
    if (before.get(path)?.equals(bytes) === true) continue
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    const strike = struck.get(path)
    const old = strike === undefined ? undefined : join(folder, strike.path)
    const times = old === undefined || !timestomps ? undefined : statSync(old)
    if (old !== undefined && inPlace) {
      writeFileSync(old, bytes)
      if (old !== target) renameSync(old, target)
    } else {
      if (old === target) rmSync(target)
      writeFileSync(target, bytes)
    }
    utimesSync(target, times?.atime ?? at, times?.mtime ?? at)
  }
  for (const path of before.keys()) if (!files.has(path)) rmSync(join(folder, path), { force: true })
}

/** The nightly backup of one tenant's folder; the snapshot's id. */
export async function backUp(
  repository: Repository,
  { root, host, night, signal }: { root: string; host: string; night: number; signal: AbortSignal },
): Promise<string> {
  const { snapshot, problems } = await backup(repository, {
    paths: [join(root, 'srv')],
    asRoot: root,
    hostname: host,
    username: 'backup',
    time: new Date(firstNight + night * dayMs),
    signal,
  })
  if (snapshot === undefined || problems > 0) throw new Error(`the backup of night ${night} is not whole`)
  return snapshot.id
}
