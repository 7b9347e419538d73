import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  decideDesk,
  type DeskCommand,
  deskDraftOf,
  deskRefusedError,
  isDeskRefusal,
} from '../../../core/updates/index.ts'
import { type Permission, requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { once, signatureOf } from '../commands/once.ts'
import { requireDesk } from '../jobs/job-desk.ts'

interface Said {
  readonly caseId: string
  readonly principal: Principal | undefined
  readonly permission: Permission
  readonly key: string
  readonly command: DeskCommand
}

/** Others may write to the case at the same moment, so often in a row that it is no chance any more. */
const maxTries = 50

/**
 * What a person does at the desk, decided on all that is in the log when it is stored: every check runs then. Throws
 * `gate-closed` with all findings, `input-invalid`, `not-permitted`.
 */
export async function sayWord(
  parts: Pick<ApiParts, 'database' | 'now' | 'readCase' | 'desk'>,
  { caseId, principal, permission, key, command }: Said,
): Promise<{ readonly seq: number; readonly appended: readonly string[] }> {
  const by = requirePermission(principal, permission)
  const estate = requireDesk(parts.desk).estate()
  const movedOn = new AnlaufError('case-moved-on', 'The case went on.', { hint: 'Try again.', retry: 'now' })
  for (let tries = 0; tries < maxTries; tries += 1) {
    const { desk, seq } = requireDeclared(await parts.readCase(caseId))
    try {
      const asked = { by, key, case: caseId, command: command.command, body: command }
      const { answer } = await once(parts, asked, async (session) => {
        const result = decideDesk(desk, command, { estate, now: parts.now() })
        if (isDeskRefusal(result)) throw deskRefusedError(result)
        const drafts = result.map((event) => deskDraftOf(event, signatureOf(by, parts.now())))
        const entries = await evidenceLogWithin(session).appendAfter(caseId, seq, drafts)
        if (entries === undefined) throw movedOn
        return { seq: seq + entries.length, appended: entries.map(({ kind }) => kind) }
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
