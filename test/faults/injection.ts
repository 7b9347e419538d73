import type { Ended, Started } from './anlauf-process.ts'
import type { Step } from './step.ts'

/** What one fault does to one run. All of it happens outside of the program, or at its door to the system. */
export interface Injection {
  readonly before?: (step: Step) => unknown
  /** More environment for a command. */
  readonly env?: (step: Step) => NodeJS.ProcessEnv | undefined
  /** Beside a running command. Resolves when nothing of it goes on. */
  readonly during?: (step: Step, started: Started, env: NodeJS.ProcessEnv) => unknown
  readonly after?: (step: Step, ended: Ended) => unknown
  /** What an operator mends after a command failed, by its message. */
  readonly mend?: (step: Step, ended: Ended) => unknown
  /** Takes away what would outlive the run's folder. Called in any case. */
  readonly end?: () => unknown
}

/** Calls `act` for the first command of a name only; says so, because only that one has to be a process of its own. */
export function once<Args extends readonly [Step, ...unknown[]], Result>(
  name: Step['name'],
  act: (...args: Args) => Result,
): ((...args: Args) => Result | undefined) & Aimed {
  let isOver = false
  const aimed = (...args: Args): Result | undefined => {
    if (isOver || args[0].name !== name) return undefined
    isOver = true
    return act(...args)
  }
  return Object.assign(aimed, { aim: name })
}

interface Aimed {
  readonly aim: Step['name']
}

/** Whether something happens to a command that needs a process: it is killed, or its calls are counted. */
export function isAimedAt({ name }: Step, injections: readonly Injection[]): boolean {
  const acts = injections.flatMap(({ env, during }) => [env, during]).filter((act) => act !== undefined)
  return acts.some((act) => !('aim' in act) || act.aim === name)
}
