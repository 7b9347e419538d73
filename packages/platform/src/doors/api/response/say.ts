import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  decideResponse,
  isResponseRefusal,
  refusedError,
  type ResponseCommand,
  responseDraftOf,
} from '../../../core/response/index.ts'
import { type Permission, requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { once, signatureOf } from '../commands/once.ts'

interface Said {
  readonly caseId: string
  readonly principal: Principal | undefined
  readonly permission: Permission
  readonly key: string
  /** What the request is told apart by. */
  readonly body: unknown
  /** In the name of whoever is signed in. */
  readonly command: (person: string) => ResponseCommand
}

/** Others may write to the case at the same moment, so often in a row that it is no chance any more. */
const maxTries = 50

/**
 * What a person says about the plan of a case: decided on all that is in the log when its events are stored. Throws
 * `gate-closed`, `input-invalid`, `not-permitted`.
 */
export async function say(
  parts: Pick<ApiParts, 'database' | 'now' | 'readCase'>,
  { caseId, principal, permission, key, body, command }: Said,
): Promise<{ readonly seq: number; readonly appended: readonly string[] }> {
  const by = requirePermission(principal, permission)
  const wanted = command(by.name)
  const asked = { by, key, case: caseId, command: wanted.command, body }
  // Somebody was faster: the case is read and decided on again. A failure of ours, so that the database passes it on as
  // it is; any other error would come back as one of the database.
  const movedOn = new AnlaufError('case-moved-on', 'The case went on.', { hint: 'Try again.', retry: 'now' })
  for (let tries = 0; tries < maxTries; tries += 1) {
    const { response } = requireDeclared(await parts.readCase(caseId))
    try {
      const { answer } = await once(parts, asked, async (session) => {
        const signed = signatureOf(by, parts.now())
        const result = decideResponse(response, wanted, { now: signed.at })
        if (isResponseRefusal(result)) throw refusedError(result)
        const drafts = result.map((event) => responseDraftOf(event, signed))
        const entries = await evidenceLogWithin(session).appendAfter(caseId, response.seq, drafts)
        if (entries === undefined) throw movedOn
        return { seq: response.seq + entries.length, appended: entries.map(({ kind }) => kind) }
      })
      return answer
    } catch (error) {
      if (error !== movedOn) throw error
    }
  }
  throw new AnlaufError('case-moved-on', 'Others write to this case all the time.', {
    hint: 'Try again in a moment; nothing was recorded.',
    retry: 'now',
  })
}
