import assert from 'node:assert/strict'

import { RepositoryError } from '@anlauf/repository'
import fc from 'fast-check'

/** More on request: `ANLAUF_FUZZ_RUNS=100000 node --test "test/hostile/*.test.ts"`. */
export const fuzzRuns = Number(process.env['ANLAUF_FUZZ_RUNS'] ?? 3_000)

/** The value, or undefined when it was refused in the way that a person can use: a code and a hint. */
export function soundOrTyped<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    assertTyped(error)
    return undefined
  }
}

/** Fails for anything but an error of the library. */
export function assertTyped(error: unknown): void {
  if (!(error instanceof RepositoryError)) throw error
  assert.ok(error.hint.length > 10 && error.message.length < 1_000, error.message.slice(0, 200))
}

/**
 * Whatever bytes come in, `read` gives a value or a typed error; never another exception. The seed and the smallest
 * bytes that break it are part of the failure.
 */
export function neverBreaks<Value>(
  inputs: fc.Arbitrary<Buffer>,
  read: (bytes: Buffer) => Value,
  accept: (value: Value, bytes: Buffer) => void = () => undefined,
): void {
  let accepted = 0
  fc.assert(
    fc.property(inputs, (bytes) => {
      const value = soundOrTyped(() => read(bytes))
      if (value === undefined) return
      accepted += 1
      accept(value, bytes)
    }),
    { numRuns: fuzzRuns },
  )
  assert.ok(accepted > 0, 'some documents must be whole, or nothing but the first check is tested')
}
