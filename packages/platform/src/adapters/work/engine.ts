import type { DLogger } from '@dbos-inc/dbos-sdk'

/** Owner of our rows in the engine's tables. */
export const application = 'anlauf'

/**
 * Never the program's version: the engine passes over jobs that another version began, silently. Raise it only when
 * no job is open; new steps go behind the existing ones.
 */
export const workVersion = 'work-v1'

/** The name under which all kinds of jobs run; the kind is an argument. */
export const workflowName = 'job'

/** What the engine says, without its chatter: only what a person may have to know. */
export function quietLogger(tell: (message: string) => void): DLogger {
  return {
    info: () => undefined,
    debug: () => undefined,
    warn: (entry) => tell(textOf(entry)),
    error: (entry) => tell(textOf(entry)),
  }
}

function textOf(entry: unknown): string {
  return entry instanceof Error ? entry.message : String(entry)
}
