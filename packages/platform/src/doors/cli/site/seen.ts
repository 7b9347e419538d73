import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { type SeenBundle, type SignedStatement, withSeen } from '../../../core/publication/index.ts'
import type { AnlaufContext } from '../context.ts'

/** What this reader saw with one known fingerprint: newest editions, and everything that was said of keys. */
export interface Seen {
  readonly bundles: readonly SeenBundle[]
  readonly statements: readonly SignedStatement[]
}

interface SeenFile {
  readonly bundles: readonly SeenBundle[]
  readonly statements: readonly { readonly text: string; readonly signature: string }[]
}

export function readSeen(context: AnlaufContext, fingerprint: string): Seen {
  const file = fileOf(context, fingerprint)
  if (!existsSync(file)) return { bundles: [], statements: [] }
  try {
    const { bundles, statements } = JSON.parse(readFileSync(file, 'utf8')) as SeenFile
    return {
      bundles: bundles.map((one) => ({ ...one })),
      statements: statements.map(({ text, signature }) => ({
        bytes: Buffer.from(text),
        signature: Buffer.from(signature, 'base64'),
      })),
    }
  } catch (cause) {
    throw new AnlaufError('input-invalid', `${file}, which remembers what was seen, cannot be read.`, {
      hint: 'Without it an old copy is not noticed. Look at it, then move it aside and verify again.',
      cause,
    })
  }
}

/** Remembers the newest edition of each incident and key, and statements that were not known. */
export function remember(
  context: AnlaufContext,
  fingerprint: string,
  {
    bundle,
    statements,
  }: { readonly bundle: SeenBundle | undefined; readonly statements: readonly SignedStatement[] },
): void {
  const before = readSeen(context, fingerprint)
  const known = new Map(
    [...before.statements, ...statements].map((one) => [Buffer.from(one.bytes).toString('utf8'), one]),
  )
  const bundles = bundle === undefined ? before.bundles : withSeen(before.bundles, bundle)
  const value: SeenFile = {
    bundles,
    statements: [...known].map(([text, { signature }]) => ({
      text,
      signature: Buffer.from(signature).toString('base64'),
    })),
  }
  const file = fileOf(context, fingerprint)
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(value, undefined, 1)}\n`, { mode: 0o600, flush: true })
  renameSync(fresh, file)
}

function fileOf(context: AnlaufContext, fingerprint: string): string {
  return join(context.home, 'site', 'seen', `${fingerprint}.json`)
}
