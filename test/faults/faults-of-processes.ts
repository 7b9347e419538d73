import { setTimeout as delay } from 'node:timers/promises'

import { startAnlauf } from './anlauf-process.ts'
import { atACall } from './at-a-call.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import type { Play } from './play.ts'
import type { Step, StepName } from './step.ts'
import { childrenOf, serverOf } from './processes.ts'

const killable: readonly StepName[] = ['run', 'run', 'run', 'release', 'release', 'hand-back', 'approve']

/** How long a command takes at most, undisturbed on a slow machine, after its start-up. */
const lastsMs: Readonly<Record<StepName, number>> = {
  run: 2500,
  release: 800,
  'hand-back': 900,
  approve: 500,
}

export function anyStep({ random }: Play): StepName {
  return killable[random.below(killable.length)] ?? 'run'
}

/** A call to the system that the command makes. */
export function anyCall({ random, calls }: Play, name: StepName): number {
  return random.below(Math.max(1, calls.get(name) ?? 0))
}

export function anyMoment({ random }: Play, name: StepName): number {
  return 150 + random.below(lastsMs[name])
}

/** The first command of one of the names gets this environment. */
function atOneCall(play: Play, kind: 'kill-before' | 'kill-after'): Injection {
  const name = anyStep(play)
  return { env: once(name, () => atACall({ kind, at: anyCall(play, name) })) }
}

async function killLater({ child }: { child: { kill(signal: NodeJS.Signals): boolean } }, ms: number, signal: NodeJS.Signals) {
  await delay(ms)
  child.kill(signal)
} // prettier-ignore

/** A second command with the same arguments, beside the first. */
function second(step: Step, env: NodeJS.ProcessEnv): Promise<unknown> {
  return startAnlauf(step.args, env).ended
}

function racing(name: StepName): (play: Play) => Injection {
  return ({ random }) => ({
    during: once(name, async (step, _started, env: NodeJS.ProcessEnv) => {
      await delay(random.below(400))
      await second(step, env)
    }),
  })
}

export const faultsOfProcesses: readonly Fault[] = [
  { name: 'killed before a call', weight: 4, inject: (play) => atOneCall(play, 'kill-before') },
  { name: 'killed after a call', weight: 4, inject: (play) => atOneCall(play, 'kill-after') },
  {
    name: 'killed at a moment',
    weight: 2,
    inject(play) {
      const name = anyStep(play)
      return { during: once(name, (_step, started) => killLater(started, anyMoment(play, name), 'SIGKILL')) }
    },
  },
  {
    name: 'killed three times',
    inject(play) {
      let left = 3
      return {
        env(step) {
          if (left === 0) return {}
          left -= 1
          return atACall({ kind: 'kill-after', at: anyCall(play, step.name) })
        },
      }
    },
  },
  {
    name: 'power cut',
    inject(play) {
      const name = anyStep(play)
      return {
        during: once(name, async (_step, { child }) => {
          await delay(anyMoment(play, name))
          for (const pid of [child.pid, ...childrenOf(child.pid), ...serverOf(play.home)]) kill(pid)
        }),
      }
    },
  },
  {
    name: 'told to stop',
    inject(play) {
      const name = anyStep(play)
      return { during: once(name, (_step, started) => killLater(started, anyMoment(play, name), 'SIGTERM')) }
    },
  },
  {
    name: 'frozen, a second one started, woken',
    inject(play) {
      const name = anyStep(play)
      return {
        during: once(name, async (step, { child }, env: NodeJS.ProcessEnv) => {
          await delay(anyMoment(play, name))
          child.kill('SIGSTOP')
          await Promise.race([second(step, env), delay(3000)])
          child.kill('SIGCONT')
        }),
      }
    },
  },
  {
    name: 'frozen, a second one started, killed',
    inject(play) {
      const name = anyStep(play)
      return {
        during: once(name, async (step, { child }, env: NodeJS.ProcessEnv) => {
          await delay(anyMoment(play, name))
          child.kill('SIGSTOP')
          const other = second(step, env)
          await Promise.race([other, delay(3000)])
          child.kill('SIGKILL')
          await other
        }),
      }
    },
  },
  { name: 'two runs at once', inject: racing('run') },
  { name: 'two releases at once', inject: racing('release') },
  { name: 'two hand-backs at once', inject: racing('hand-back') },
]

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {
    // It was gone.
  }
}
