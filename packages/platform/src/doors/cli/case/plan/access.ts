import { createHash } from 'node:crypto'

import { openResponse, type ResponseSession } from '../../../../core/response/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { readInputFile } from '../../access/input-file.ts'
import type { Stores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine } from '../../flags/flag-values.ts'
import { noCase, signature } from '../access.ts'

export const personFlag = {
  kind: 'parsed',
  parse: parseLine,
  optional: true,
  brief: 'Who did it (default: the account)',
  placeholder: 'name',
} as const

export const jsonFlag = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const

export const reasonFlag = {
  kind: 'parsed',
  parse: parseLine,
  brief: 'Why, in one line; it stays in the evidence',
  placeholder: 'text',
} as const

export const stageParameter = {
  kind: 'tuple',
  parameters: [{ parse: parseLine, brief: 'Stage, or stage@element', placeholder: 'stage' }],
} as const

/** Opens the response of a case that was declared. Throws `not-found` with the place where was looked. */
export async function openDeclaredResponse(
  context: AnlaufContext,
  stores: Stores,
  caseId: string,
): Promise<ResponseSession> {
  const session = await openResponse(stores.log, caseId)
  if (session.state.case.status === 'none') throw noCase(context, caseId)
  return session
}

/** The person who was named, or the account under which the program runs. */
export function personOf(context: AnlaufContext, person: string | undefined): string {
  return person ?? signature(context).actor
}

/** Images of memory are larger; those are hashed where they are, and named by their hash. */
const maxEvidence = 2 * 1024 * 1024 * 1024 - 1

/** The SHA-256 of what was named: a hash as it is, a file by its bytes. */
export function evidenceOf(named: readonly string[] | undefined): readonly string[] {
  return (named ?? []).map((name) =>
    /^[0-9a-f]{64}$/.test(name)
      ? name
      : createHash('sha256')
          .update(readInputFile(name, { what: 'evidence file', maxBytes: maxEvidence }))
          .digest('hex'),
  )
}

/** `name=value`, as often as a form has fields. */
export function valuesOf(written: readonly string[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (written ?? []).map((one) => {
      const at = one.indexOf('=')
      if (at > 0) return [one.slice(0, at).trim(), one.slice(at + 1).trim()]
      throw new AnlaufError('input-invalid', `"${one}" is no value of a form.`, {
        hint: 'Write it as NAME=TEXT, for instance --value "reference=AZ 12/26".',
      })
    }),
  )
}
