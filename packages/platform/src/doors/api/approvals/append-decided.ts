import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import {
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  draftOf,
  evolve,
  isRefusal,
  type Refusal,
} from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { keyEvents } from './admitted-keys.ts'

/** Entries of a busy case come some a second; each try reads only what is new. */
const maxTries = 20

interface Asked {
  readonly caseId: string
  readonly by: Principal
  /** Made anew for each try; undefined when nothing is left to do. */
  readonly commandFor: (state: CaseState) => Command | undefined
}

/**
 * Decides a command on all that is in the log now and appends its events, with the passkeys that the case does not know
 * yet. What is asked for names its content by hash, so it needs no If-Match: a case that went on either has this content
 * still, or refuses.
 */
export async function appendDecided(
  { database, readCase, now }: Pick<ApiParts, 'database' | 'readCase' | 'now'>,
  { caseId, by, commandFor }: Asked,
): Promise<readonly CaseEvent[]> {
  const at = now().toISOString()
  const actor = { actor: by.name, at, ...(by.keyId && { actorKey: by.keyId }) }
  for (let tries = 0; tries < maxTries; tries += 1) {
    const { state, seq } = requireDeclared(await readCase(caseId))
    const keys = await keyEvents(database, state, at)
    const known = keys.reduce((next, event) => evolve(next, event, at), state)
    const command = commandFor(known)
    if (command === undefined) return []
    const result = decide(known, command, at)
    if (isRefusal(result)) throw refused(result)
    const drafts = [...keys, ...result].map((event) => draftOf(event, actor))
    const entries = await database.transaction((session) =>
      evidenceLogWithin(session).appendAfter(caseId, seq, drafts),
    )
    if (entries !== undefined) return result
  }
  throw new AnlaufError('case-moved-on', 'The case goes on faster than this can be recorded.', {
    hint: 'Repeat the call.',
    retry: 'now',
  })
}

function refused({ refused, message, hint, missing }: Refusal): AnlaufError {
  const code = refused === 'gate-closed' || refused === 'not-vouched' ? 'gate-closed' : 'input-invalid'
  return new AnlaufError(code, message, { hint, context: { refused, missing } })
}
