import { copyFileSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { markers } from './contents.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { anyMoment } from './faults-of-processes.ts'
import { again, type Play } from './play.ts'
import { childrenOf } from './processes.ts'
import { type Manner, startStrangeClamd, type StrangeClamd } from './strange-clamd.ts'

/** The same signal to every process that scans, at a moment of the run. */
function atScanners(play: Play, act: (pids: readonly number[]) => void | Promise<void>): Injection {
  return {
    during: once('run', async (_step, { child }) => {
      await delay(anyMoment(play, 'run'))
      await act(childrenOf(child.pid, 'scan-child'))
    }),
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // It was gone.
    }
  }
}

const manners: readonly Exclude<Manner, 'honest'>[] = [
  'says OK to everything',
  'answers another question',
  'cuts the answer',
  'dies',
  'hangs up late',
  'talks nonsense',
  'forgets its signatures',
  'gets new signatures',
  'says OK twice',
  'never heard of limits',
]

/** A daemon that is asked too, strange from some content on until somebody looks after it. */
function besideClamd(manner: Exclude<Manner, 'honest'>): Fault {
  return {
    name: `clamd ${manner}`,
    weight: 0.5,
    inject(play) {
      play.clamd = play.at('clamd')
      play.asked.add('clamd')
      let daemon: StrangeClamd | undefined
      let isMended = false
      const from = play.random.below(3) === 0 ? 0 : play.random.below(120)
      const mend = (): void => {
        isMended = true
        if (daemon !== undefined) daemon.manner = 'honest'
      }
      return {
        async before(step) {
          daemon ??= Object.assign(await startStrangeClamd(play.clamd ?? ''), { manner, from })
          // A person sees how many contents nobody could judge, and looks after the daemon.
          if (step.name === 'approve') mend()
        },
        async after(step) {
          if (step.name !== 'run' || isMended) return
          mend()
          await again(play, step)
        },
        mend,
        async end() {
          await daemon?.[Symbol.asyncDispose]()
        },
      }
    },
  }
}

/** A folder of rules that somebody edits. */
function ownRules(play: Play): string {
  const folder = play.at('rules')
  cpSync(play.ground.rules, folder, { recursive: true })
  play.rules = folder
  return folder
}

const addLaterRule = (play: Play, folder: string): void => {
  copyFileSync(join(play.ground.moreRules, 'later-rule.yar'), join(folder, 'later-rule.yar'))
  play.asked.add('later-rule')
}

export const faultsOfScanners: readonly Fault[] = [
  {
    name: 'scanner killed',
    weight: 2,
    inject: (play) => atScanners(play, (pids) => signal(pids, 'SIGKILL')),
  },
  {
    name: 'one scanner killed, again and again',
    inject: (play) =>
      atScanners(play, async (pids) => {
        for (let times = 0; times < 3; times += 1) {
          signal(pids.slice(0, 1), 'SIGKILL')
          await delay(120)
        }
      }),
  },
  {
    name: 'scanner frozen for a second',
    inject: (play) =>
      atScanners(play, async (pids) => {
        signal(pids, 'SIGSTOP')
        await delay(1000)
        signal(pids, 'SIGCONT')
      }),
  },
  ...manners.map(besideClamd),
  {
    name: 'a rule more during the run',
    inject(play) {
      const folder = ownRules(play)
      return {
        during: once('run', async () => {
          await delay(anyMoment(play, 'run'))
          addLaterRule(play, folder)
        }),
      }
    },
  },
  {
    name: 'a rule more before the release',
    inject(play) {
      const folder = ownRules(play)
      return { before: once('release', () => addLaterRule(play, folder)) }
    },
  },
  {
    name: 'a rule less before the release',
    inject(play) {
      const file = join(ownRules(play), 'own-rule.yar')
      return {
        before: once('release', () => rmSync(file)),
        mend: () => copyFileSync(join(play.ground.rules, 'own-rule.yar'), file),
      }
    },
  },
  {
    name: 'a broken rule',
    inject(play) {
      const file = join(ownRules(play), 'broken.yar')
      const name = play.random.below(2) === 0 ? 'run' : 'release'
      return {
        before: once(name, () => writeFileSync(file, 'rule broken { condition: nothing of this')),
        mend: () => rmSync(file, { force: true }),
      }
    },
  },
  {
    name: 'a rule that silences all others',
    inject(play) {
      const file = join(ownRules(play), 'silence.yar')
      return {
        before: once('run', () => writeFileSync(file, 'global rule silence { condition: filesize == 1 }')),
        mend: () => rmSync(file, { force: true }),
      }
    },
  },
  {
    // Thirty seconds until the watchdog ends it.
    name: 'a rule that never ends',
    weight: 0.1,
    inject(play) {
      play.units.length = 1
      const text = `rule endless { strings: $a = "${play.units[0]}: ${markers['later-rule']}" condition: $a and for any i in (0..100000000000) : (uint8(i % filesize) == 256) }`
      writeFileSync(join(ownRules(play), 'endless.yar'), text)
      play.asked.add('later-rule')
      return {}
    },
  },
]
