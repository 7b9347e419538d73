import { createHash } from 'node:crypto'

import { AnlaufError } from '../../../core/failure.ts'
import type { EngineDescription, ScanAnswer, Scanner } from '../../../phases/recover/index.ts'
import { readHashList } from './read-list.ts'

export interface HashListOptions {
  /** Files with hashes of malware. */
  readonly bad?: readonly string[]
  /** Files with hashes that a person answers for, such as those of a vendor's release. */
  readonly good?: readonly string[]
}

/**
 * Lists of SHA-256 hashes as an engine: a bad one is infected; a good one lifts `unknown` where no engine could
 * judge; anything else it does not object to, which alone clears nothing. Throws `rules-invalid` for lists that are
 * empty, torn, or contradict each other.
 */
export async function startHashListScanner({ bad = [], good = [] }: HashListOptions): Promise<Scanner> {
  const [badHashes, goodHashes] = [await readAll(bad), await readAll(good)]
  if (badHashes.size + goodHashes.size === 0) throw empty()
  const both = [...badHashes.keys()].find((hash) => goodHashes.has(hash))
  if (both !== undefined) throw contradiction(both)
  const engine: EngineDescription = {
    engine: 'hash-list',
    version: '1',
    ruleSetDigest: digestOf(badHashes, goodHashes),
  }
  return {
    isInstant: true,
    describe: () => engine,
    async scan(items) {
      return items.map(({ key }): ScanAnswer => {
        const name = badHashes.get(key)
        if (name === undefined) {
          return { key, verdict: 'clean', matches: [], isVouched: goodHashes.has(key), ...engine }
        }
        return {
          key,
          verdict: 'infected',
          matches: [name === '' ? 'listed hash' : `listed: ${name}`],
          ...engine,
        }
      })
    },
    close: async () => undefined,
  }
}

async function readAll(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>()
  for (const file of files) for (const [hash, name] of await readHashList(file)) all.set(hash, name)
  return all
}

/** Over the hashes, not over names and remarks: they judge nothing. */
function digestOf(...lists: readonly ReadonlyMap<string, string>[]): string {
  const digest = createHash('sha256')
  for (const list of lists) {
    digest.update(`${list.size}\n`)
    for (const hash of [...list.keys()].sort()) digest.update(Buffer.from(hash, 'hex'))
  }
  return digest.digest('hex')
}

function empty(): AnlaufError {
  return new AnlaufError('rules-invalid', 'The lists hold no hash.', {
    hint: 'Name lists with at least one SHA-256 hash; an empty one would only look like a check.',
  })
}

function contradiction(hash: string): AnlaufError {
  return new AnlaufError('rules-invalid', `The lists call ${hash} both good and bad.`, {
    hint: 'Find out which list is wrong; nothing was scanned.',
  })
}
