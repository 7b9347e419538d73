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
import { appendSaid } from '../commands/append-said.ts'
import { signatureOf } from '../commands/once.ts'

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
  return appendSaid(parts, asked, ({ response }) => {
    const signed = signatureOf(by, parts.now())
    const result = decideResponse(response, wanted, { now: signed.at })
    if (isResponseRefusal(result)) throw refusedError(result)
    return result.map((event) => responseDraftOf(event, signed))
  })
}
