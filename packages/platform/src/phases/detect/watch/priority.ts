import { constants, setPriority } from 'node:os'

/**
 * Puts this process before others where it may (as root): on a busy machine an alarm waits for the processor longer
 * than for anything else. Answers whether it could. The work of the watcher is small: an eighth of a core in an attack.
 */
export function aboveOthers(): boolean {
  try {
    setPriority(constants.priority.PRIORITY_HIGH)
    return true
  } catch {
    return false
  }
}
