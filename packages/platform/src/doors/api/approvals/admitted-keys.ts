import type { Session } from '../../../adapters/database/index.ts'
import { type CaseEvent, type CaseState, decide, evolve, isRefusal } from '../../../core/case/index.ts'
import { type ApproverKey, approverKeys, registrationOf, standingOfKeys } from '../access/approver-keys.ts'

/**
 * The events that bring the server's trusted passkeys into a case, with those who vouched for them, so that the case's
 * log can be checked without this database. A revoked key comes along when it vouched for another, and is revoked.
 */
export async function keyEvents(
  session: Session,
  state: CaseState,
  at: string,
): Promise<readonly CaseEvent[]> {
  const { trusted } = standingOfKeys(await approverKeys(session))
  const keys = [...trusted.values()]
  const events: CaseEvent[] = []
  let current = state
  const take = (command: Parameters<typeof decide>[1]): void => {
    const result = decide(current, command, at)
    if (isRefusal(result)) return
    events.push(...result)
    current = result.reduce((next, event) => evolve(next, event, at), current)
  }
  for (const key of keys) {
    if (!isOver(key) || vouchesForOther(key, keys)) take(registrationOf(key))
  }
  for (const key of keys) {
    if (!isOver(key) || !current.credentials.has(key.keyId)) continue
    const { by, reason } = key.revoked ?? { by: 'an administrator', reason: 'the person was blocked' }
    take({ command: 'revokeKey', keyId: key.keyId, by, reason })
  }
  return events
}

function isOver({ revoked, isBlocked }: ApproverKey): boolean {
  return revoked !== null || isBlocked
}

function vouchesForOther({ keyId }: ApproverKey, keys: readonly ApproverKey[]): boolean {
  return keys.some((other) => !isOver(other) && other.vouchers.some(({ seal }) => seal.keyId === keyId))
}
