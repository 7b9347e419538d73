import type { KeyObject } from 'node:crypto'

import { publicPem } from '../../../core/evidence/index.ts'
import { readKey, readStatement, type SignedStatement } from '../../../core/publication/index.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { publicationKey, publicationKeys } from './publication-keys.ts'

/** Prints the keys of the home after `first`, and what was said of them. */
export function showKeys(context: AnlaufContext, json: boolean, first: readonly string[]): void {
  const { statements, file } = publicationKeys(context)
  const { key, fingerprint } = publicationKey(context)
  const root = rootOf(statements)
  const said = statements.flatMap(({ bytes }) => readStatement(bytes) ?? [])
  if (json)
    return printJson(context, {
      fingerprint,
      root: root ?? null,
      file,
      publicKey: publicPem(key),
      statements: said,
    })
  printLines(context, [
    ...first,
    `Signing key   ${fingerprint} (${file})`,
    root === undefined
      ? 'There is no offline key above it: who steals it can only be stopped by phone. anlauf site key new --root FILE'
      : `Offline key   ${root}`,
    ...said.map(
      ({ kind, fingerprint: whose, signedBy, from, reason }) =>
        `  ${from} ${kind} ${whose.slice(0, 16)}… by ${signedBy.slice(0, 16)}…: ${reason}`,
    ),
    'Hand out before an incident, by contract, letter and DNS:',
    `  _anlauf-site.example.org. TXT "v=anlauf1; sha256=${root ?? fingerprint}"`,
  ])
}

/** The offline key above the keys of a home. */
export function rootOf(statements: readonly SignedStatement[]): string | undefined {
  return statements.flatMap(({ bytes }) => readStatement(bytes) ?? []).find(({ kind }) => kind === 'root')
    ?.fingerprint
}

/** Its public half, for a new key to name it. */
export function rootKeyOf(statements: readonly SignedStatement[]): KeyObject | undefined {
  const root = statements
    .flatMap(({ bytes }) => readStatement(bytes) ?? [])
    .find(({ kind }) => kind === 'root')
  return root === undefined ? undefined : readKey(root.key)?.key
}
