import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { atACall } from './at-a-call.ts'
import { host, markers, sha256, tenants } from './contents.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { anyCall } from './faults-of-processes.ts'
import type { Play } from './play.ts'
import type { StepName } from './step.ts'
import { filesBelow } from './walk.ts'

/** What an intruder who can write anywhere puts in the place of a file. */
type Swap =
  | 'other bytes'
  | 'other bytes, same size and time'
  | 'link'
  | 'another tenant’s'
  | 'folder'
  | 'link above'
  | 'gone'
  | 'one more'
const swaps: readonly Swap[] = ['other bytes', 'other bytes, same size and time', 'link', 'another tenant’s', 'folder', 'link above', 'gone', 'one more'] // prettier-ignore

const bad = `planted ${markers.bundled}`

/** Does a swap to one of the files below a folder; false when there is none yet. */
function swapBelow(play: Play, root: string, swap: Swap): boolean {
  const files = filesBelow(root)
  const file = files[play.random.below(Math.max(1, files.length))]
  if (file === undefined) return false
  const { size, atime, mtime } = lstatSync(file)
  play.planted.add(file)
  switch (swap) {
    case 'other bytes':
      rmSync(file)
      writeFileSync(file, bad)
      return true
    case 'other bytes, same size and time':
      chmodSync(file, 0o600)
      writeFileSync(file, bad.padEnd(size).slice(0, size))
      utimesSync(file, atime, mtime)
      return true
    case 'link':
      rmSync(file)
      symlinkSync(outside(play), file)
      return true
    case 'another tenant’s': {
      const other = tenants.find((one) => !file.includes(one)) ?? ''
      const theirs = filesBelow(join(play.cleanRoom, other, 'files')).at(-1)
      if (theirs === undefined) return false
      rmSync(file)
      copyFileSync(theirs, file)
      return true
    }
    case 'folder':
      rmSync(file)
      mkdirSync(file)
      play.obstacles.push(file)
      return true
    case 'link above': {
      const folder = dirname(file)
      const aside = play.at('aside')
      if (existsSync(aside)) return false
      renameSync(folder, aside)
      for (const one of filesBelow(aside)) writeFileSync(one, bad)
      symlinkSync(aside, folder)
      play.obstacles.push(folder)
      return true
    }
    case 'gone':
      rmSync(file)
      return true
    case 'one more':
      play.planted.add(`${file}.exe`)
      writeFileSync(`${file}.exe`, bad)
      return true
  }
}

function outside(play: Play): string {
  const file = play.at('outside')
  writeFileSync(file, bad)
  return file
}

/** Once before or, as a race, beside a command. */
function tampering(name: StepName, where: (play: Play) => string): readonly Fault[] {
  return swaps.map((swap) => ({
    name: `${swap}, before the ${name}`,
    weight: 0.5,
    inject: (play) => ({ before: once(name, () => void swapBelow(play, where(play), swap)) }),
  }))
}

function racing(name: StepName, where: (play: Play) => string): Fault {
  return {
    name: `files exchanged during the ${name}`,
    inject: (play) => ({
      during: once(name, async (_step, { child }) => {
        for (let times = 0; times < 60 && child.exitCode === null && child.signalCode === null; times += 1) {
          await delay(20 + play.random.below(20))
          const swap = swaps[play.random.below(2)] ?? 'other bytes'
          try {
            if (swapBelow(play, where(play), swap)) return
          } catch {
            // It was moved away at this moment.
          }
        }
      }),
    }),
  }
}

const inCleanRoom = ({ cleanRoom, units }: Play): string => join(cleanRoom, units[0] ?? '', 'files')
const inTarget = ({ target, units }: Play): string => join(target, units[0] ?? '', 'files')

/** A first run is killed; then somebody is at what it left. */
function afterAKill(name: StepName, act: (play: Play) => void): (play: Play) => Injection {
  return (play) => {
    let isKilled = false
    return {
      env: once(name, () => atACall({ kind: 'kill-before', at: anyCall(play, name) })),
      after(_step, { signal }) {
        if (signal !== 'SIGKILL' || isKilled) return
        isKilled = true
        act(play)
      },
    }
  }
}

const journals = ({ cleanRoom }: Play): string[] =>
  tenants.map((tenant) => join(cleanRoom, tenant, 'journal.ndjson')).filter((file) => existsSync(file))

function inJournals(name: string, act: (play: Play, lines: string[]) => readonly string[]): Fault {
  return {
    name: `journal ${name}`,
    inject: afterAKill('run', (play) => {
      for (const file of journals(play)) {
        const lines = readFileSync(file, 'utf8').split('\n')
        writeFileSync(file, act(play, lines).join('\n'))
      }
    }),
  }
}

/** A line for what was found, as if it had been clean, under the code of a true line; and the bytes at its place. */
function calledClean(play: Play, file: string): void {
  const lines = readFileSync(file, 'utf8').split('\n')
  const model = lines.find((line) => line.includes('"kind":"clean"') && line.includes('"type":"file"'))
  if (model === undefined) return
  const tenant = basename(dirname(file))
  const path = `/srv/share/${tenant}/viewer.js`
  const place = join(dirname(file), 'files', host, path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, bad)
  play.planted.add(place)
  const line = model
    .replace(/"path":"[^"]*"/, `"path":"${path}"`)
    .replace(/"sha256":"[^"]*"/, `"sha256":"${sha256(bad)}"`)
    .replace(/"size":\d+/, `"size":${bad.length}`)
  // Before the last one, which is empty or torn.
  writeFileSync(file, [...lines.slice(0, -1), line, ''].join('\n'))
}

function inManifest(name: string, act: (lines: string[], play: Play) => readonly string[]): Fault {
  return {
    name: `manifest ${name}`,
    inject: (play) => ({
      before: once('release', () => {
        const file = join(play.cleanRoom, play.units[0] ?? '', 'manifest.ndjson')
        const lines = readFileSync(file, 'utf8').split('\n')
        rmSync(file)
        writeFileSync(file, act(lines, play).join('\n'))
      }),
    }),
  }
}

/** A line for a file that nobody scanned, and the file. */
function smuggled(line: string, play: Play): string {
  const found = JSON.parse(line) as { host: string; path: string }
  const path = `${found.path}.exe`
  const place = join(inCleanRoom(play), found.host, path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, bad)
  play.planted.add(place)
  return JSON.stringify({ ...found, path, size: bad.length })
}

export const tamperingFaults: readonly Fault[] = [
  ...tampering('release', inCleanRoom),
  ...tampering('hand-back', inTarget),
  racing('release', inCleanRoom),
  racing('hand-back', inTarget),
  {
    name: 'files exchanged after a kill',
    weight: 2,
    inject: afterAKill('run', (play) => {
      for (const swap of swaps) if (play.random.below(2) === 0) swapBelow(play, inCleanRoom(play), swap)
    }),
  },
  {
    name: 'files exchanged in a killed release',
    inject: afterAKill(
      'release',
      (play) => void swapBelow(play, join(play.target, '.incoming'), 'other bytes'),
    ),
  },
  {
    name: 'files exchanged in a killed hand-back',
    weight: 2,
    inject: afterAKill('hand-back', (play) => {
      for (const swap of swaps.slice(0, 3)) swapBelow(play, join(play.out, '.outgoing'), swap)
    }),
  },
  {
    name: 'staged contents exchanged',
    inject: (play) => ({
      during: once('run', async (_step, { child }) => {
        for (
          let times = 0;
          times < 3000 && child.exitCode === null && child.signalCode === null;
          times += 1
        ) {
          await delay(1)
          try {
            for (const file of filesBelow(join(play.cleanRoom, '.staging'))) {
              play.planted.add(file)
              writeFileSync(file, bad)
            }
          } catch {
            // It was gone between two looks.
          }
        }
      }),
    }),
  },
  {
    name: 'journal cut short',
    inject: afterAKill('run', (play) => {
      for (const file of journals(play)) truncateSync(file, play.random.below(readFileSync(file).length + 1))
    }),
  },
  {
    name: 'journal with turned bits',
    inject: afterAKill('run', (play) => {
      for (const file of journals(play)) {
        const bytes = readFileSync(file)
        for (let times = 0; times < 5; times += 1) {
          const at = play.random.below(Math.max(1, bytes.length))
          bytes[at] = (bytes[at] ?? 0) ^ (1 << play.random.below(8))
        }
        writeFileSync(file, bytes)
      }
    }),
  },
  {
    name: 'journal calls infected files clean',
    weight: 2,
    inject: afterAKill('run', (play) => {
      for (const file of journals(play)) calledClean(play, file)
    }),
  },
  inJournals('lost lines', ({ random }, lines) =>
    lines.filter((_line, at) => at === 0 || random.below(2) === 0),
  ),
  inJournals('lines doubled', (_play, lines) =>
    lines.flatMap((line, at) => (at === 0 ? [line] : [line, line])),
  ),
  inJournals('lines of another tenant', (play, lines) => {
    const other = readFileSync(journals(play)[0] ?? '', 'utf8').split('\n')
    return [lines[0] ?? '', ...other.slice(1)]
  }),
  inManifest('without a line', (lines) => lines.slice(1)),
  inManifest('with a line twice', (lines) => [lines[0] ?? '', ...lines]),
  inManifest('with a line more, and the file', (lines, play) => [smuggled(lines[0] ?? '', play), ...lines]),
  inManifest('of another tenant', (_lines, play) => {
    const other = tenants.find((one) => !play.units.includes(one)) ?? ''
    return readFileSync(join(play.cleanRoom, other, 'manifest.ndjson'), 'utf8').split('\n')
  }),
  inManifest('cut short', (lines, { random }) => [lines.join('\n').slice(0, random.below(4000))]),
]
