import { tellingsOf } from '../../../core/response/index.ts'
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
import { appendSaid } from '../commands/append-said.ts'
import { signatureOf } from '../commands/once.ts'
import { requireDesk } from '../jobs/job-desk.ts'

interface Said {
  readonly caseId: string
  readonly principal: Principal | undefined
  readonly permission: Permission
  readonly key: string
  readonly command: DeskCommand
}

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
  const asked = { by, key, case: caseId, command: command.command, body: command }
  return appendSaid(parts, asked, ({ desk, response }) => {
    const circumstances = { estate, now: parts.now(), ...tellingsOf(response) }
    const result = decideDesk(desk, command, circumstances)
    if (isDeskRefusal(result)) throw deskRefusedError(result)
    return result.map((event) => deskDraftOf(event, signatureOf(by, parts.now())))
  })
}
