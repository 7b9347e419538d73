import type { TestContext } from 'node:test'

import type { Storage } from '../storage.ts'
import { type RestOptions, restStorage } from './rest-storage.ts'

/** Real rules, short waits. */
export const patience = { firstMs: 1, longestMs: 4 }

/** A client of the server at `url` that waits milliseconds where it would wait seconds; closed after the test. */
export function impatientRest(t: TestContext, url: string, options: RestOptions = {}): Storage {
  const storage = restStorage({ url }, { patience, ...options })
  t.after(() => storage[Symbol.asyncDispose]())
  return storage
}
