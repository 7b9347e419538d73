import type { Scanner } from '../../src/phases/recover/index.ts'

/** A scanner that is closed with its block. */
export function closing<One extends Scanner>(scanner: One): One & AsyncDisposable {
  return { ...scanner, [Symbol.asyncDispose]: () => scanner.close() }
}
