import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { readStatement, type SignedStatement } from '../../../core/publication/index.ts'

/**
 * Adds what was said, under the next number, on disk when it returns. Statement and signature are one file that is there
 * whole or not at all, whoever is killed and whoever says something at the same time.
 */
export function keepStatement(folder: string, { bytes, signature }: SignedStatement): void {
  const place = join(folder, 'statements')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const kept = {
    statement: Buffer.from(bytes).toString('utf8'),
    signature: Buffer.from(signature).toString('base64'),
  }
  const fresh = join(place, `.${randomBytes(6).toString('hex')}`)
  writeFileSync(fresh, `${JSON.stringify(kept, undefined, 1)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    while (!linked(fresh, join(place, `${nextNumber(place)}.signed.json`)));
  } finally {
    rmSync(fresh, { force: true })
  }
  const handle = openSync(place, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** What was said, oldest first. Throws `evidence-broken` for a file that is no statement. */
export function readStatements(folder: string): readonly SignedStatement[] {
  const place = join(folder, 'statements')
  if (!existsSync(place)) return []
  return numbered(place).map(([, name]) => {
    const file = join(place, name)
    const found = name.endsWith('.signed.json') ? ofOneFile(file) : ofTwoFiles(file)
    if (found === undefined || readStatement(found.bytes) === undefined) throw damaged(file)
    return found
  })
}

function ofOneFile(file: string): SignedStatement | undefined {
  try {
    const { statement, signature } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    if (typeof statement !== 'string' || typeof signature !== 'string') return undefined
    return { bytes: Buffer.from(statement), signature: Buffer.from(signature, 'base64') }
  } catch {
    return undefined
  }
}

/** As they were kept until December 2026: the signature in a file of its own. */
function ofTwoFiles(file: string): SignedStatement | undefined {
  if (!existsSync(`${file}.sig`)) return undefined
  return { bytes: readFileSync(file), signature: readFileSync(`${file}.sig`) }
}

/** False when somebody else took the number meanwhile. */
function linked(fresh: string, file: string): boolean {
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function nextNumber(place: string): number {
  return (numbered(place).at(-1)?.[0] ?? 0) + 1
}

function numbered(place: string): readonly (readonly [number, string])[] {
  return readdirSync(place)
    .flatMap((name) => {
      const number = /^(\d+)(?:\.signed)?\.json$/.exec(name)?.[1]
      return number === undefined ? [] : [[Number(number), name] as const]
    })
    .toSorted(([a], [b]) => a - b)
}

function damaged(file: string): AnlaufError {
  return new AnlaufError('evidence-broken', `${file} is no statement of a key.`, {
    hint: 'Bring the folder back from a copy: readers need all statements to follow a change of keys.',
  })
}
