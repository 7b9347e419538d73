import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

import { atACall } from './at-a-call.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { anyCall, anyStep } from './faults-of-processes.ts'
import { copyFolder } from './ground.ts'
import type { Play } from './play.ts'
import { serverOf } from './processes.ts'

/** Room for everything that a run writes anywhere. */
const roomy = '256m'

function mount(folder: string, size: string, more = ''): void {
  mkdirSync(folder, { recursive: true })
  const options = ['-t', 'tmpfs', '-o', `${more}size=${size}`, 'tmpfs', folder]
  const { status, stderr } = spawnSync('mount', options, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

const grow = (folder: string): void => mount(folder, roomy, 'remount,')
const leave = (folder: string): void => void spawnSync('umount', ['--lazy', folder])

/** A small disk that grows when a command has failed on it. */
function smallDisk(folder: string, kilobytes: number): Injection {
  mount(folder, `${kilobytes}k`)
  return { mend: () => grow(folder), end: () => leave(folder) }
}

/** A disk under the home, with the server's folders and very little besides. */
function smallHome(play: Play, kilobytes: number): Injection {
  const disk = play.at('disk')
  mount(disk, roomy)
  copyFolder(play.home, `${disk}/home`)
  play.home = `${disk}/home`
  const { stdout } = spawnSync('df', ['--output=used', '--block-size=1K', disk], { encoding: 'utf8' })
  const used = Number(stdout.split('\n')[1])
  mount(disk, `${used + kilobytes}k`, 'remount,')
  return {
    mend: () => grow(disk),
    end() {
      // On a removed folder a server ends by itself; on a disk that lasts as long as it does it would stay for ever.
      const [server] = serverOf(play.home)
      if (server !== undefined) process.kill(server, 'SIGQUIT')
      leave(disk)
    },
  }
}

const isRoot = process.getuid?.() === 0

const mounted: readonly Fault[] = [
  { name: 'clean room full', inject: (play) => smallDisk(play.cleanRoom, 4 + play.random.below(7000)) },
  { name: 'quarantine full', inject: (play) => smallDisk(play.quarantine, 4 + play.random.below(6500)) },
  { name: 'target full', inject: (play) => smallDisk(play.target, 4 + play.random.below(2200)) },
  { name: 'hand-back full', inject: (play) => smallDisk(play.out, 4 + play.random.below(2200)) },
  { name: 'home full', inject: (play) => smallHome(play, play.random.below(600)) },
]

export const faultsOfDisks: readonly Fault[] = [
  ...(isRoot ? mounted : []),
  {
    name: 'disk full from a call on',
    inject(play) {
      const name = anyStep(play)
      return { env: once(name, () => atACall({ kind: 'full-disk', at: anyCall(play, name) })) }
    },
  },
  {
    name: 'disk error at a call',
    inject(play) {
      const name = anyStep(play)
      return { env: once(name, () => atACall({ kind: 'disk-error', at: anyCall(play, name) })) }
    },
  },
  {
    name: 'clock set during a command',
    inject(play) {
      const name = anyStep(play)
      const days = play.random.below(2) === 0 ? -400 : 400
      return {
        env: once(name, () =>
          atACall({ kind: 'clock', at: anyCall(play, name), offsetMs: days * 86_400_000 }),
        ),
      }
    },
  },
]
