import type { Session } from '../../../adapters/database/index.ts'
import { type CaseEvent, type CaseState, decide, evolve, isRefusal } from '../../../core/case/index.ts'
import { type ApproverKey, approverKeys, registrationOf, standingOfKeys } from '../access/approver-keys.ts'

/**
 * The events that bring the server's trusted passkeys into a case, with those who vouched for them, so that the case's
 * log can be checked without this database. A revoked key comes along where a key that signs rests on it, and is revoked.
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
  const needed = neededKeys(keys)
  for (const key of keys) if (needed.has(key.keyId)) take(registrationOf(key))
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

/** Keys that sign, whoever vouched for them, whoever vouched for those, and so on. */
function neededKeys(keys: readonly ApproverKey[]): ReadonlySet<string> {
  const needed = new Set(keys.flatMap((key) => (isOver(key) ? [] : [key.keyId])))
  const byId = new Map(keys.map((key) => [key.keyId, key]))
  // A set is walked to what is added on the way.
  for (const keyId of needed) for (const { seal } of byId.get(keyId)?.vouchers ?? []) needed.add(seal.keyId)
  return needed
}
