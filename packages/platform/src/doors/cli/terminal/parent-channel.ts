import type { PacedFigures } from './progress-figures.ts'

/** What a program tells the one that started it, a message each. */
export interface ProgressMessage {
  readonly progress: PacedFigures
}

/**
 * The channel to the program that started this one and wants to know how far it is; undefined when nobody listens.
 * When that program is gone the work stops at its next safe point: nobody else would know of it, and the one that
 * comes after starts it anew.
 */
export function parentChannel(stopping: AbortController): ((figures: PacedFigures) => void) | undefined {
  if (process.send === undefined || process.env['ANLAUF_REPORT'] !== 'progress') return undefined
  process.once('disconnect', () => {
    stopping.abort(new DOMException('Stopped: the program that started it is gone.', 'AbortError'))
  })
  // To listen must not keep a program alive that is done.
  process.channel?.unref()
  return (progress) => {
    // An error comes back here when the other side has just gone; `disconnect` follows.
    if (process.connected)
      process.send?.({ progress } satisfies ProgressMessage, undefined, {}, () => undefined)
  }
}
