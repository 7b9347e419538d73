import type { Client } from '../access/index.ts'
import { type ObjectName, removeObject } from '../store/index.ts'
import { type Answer, isRefusal, type Refusal } from './answer.ts'
import type { VaultContext } from './context.ts'
import { decideWrite } from './decide.ts'
import { factsFor } from './facts.ts'
import type { Tenant } from './tenant.ts'

/**
 * Deletes an object that may be deleted. The line comes first: a crash in between is finished by the next start,
 * and no object vanishes without a line. What is not there is gone already, and that succeeds.
 */
export async function removeByClient(
  context: VaultContext,
  tenant: Tenant,
  client: Client,
  name: ObjectName,
): Promise<Answer | Refusal> {
  const { repository, kind: type, id } = name
  const by = { client: client.name, role: client.role, repository, type, id }
  return context.inFlight.inTurn(`${repository} ${type} ${id}`, async () => {
    const facts = await factsFor(context, tenant, client, name)
    const decision = decideWrite(client, { verb: 'DELETE', kind: type }, facts)
    if (isRefusal(decision)) return decision
    if (facts.object === undefined) return { status: 200 }
    const plan = type === 'locks' ? undefined : context.plans(repository, `${type}/${id}`, facts.now.at)
    const { line } = await tenant.journal.append({
      verb: 'DELETE',
      ...by,
      status: 200,
      ...(plan === undefined ? {} : { sha256: plan.digest, detail: { people: [...plan.people] } }),
    })
    await removeObject(context.vault, name)
    if (type !== 'locks') {
      context.log('warn', 'deleted', { client: client.name, repository, type, id })
      context.evidence.add({
        at: line.at,
        actor: `vault client ${client.name}`,
        action: 'decide',
        kind: 'vault.deleted',
        object: `${repository}/${type}/${id}`,
        data: { plan: plan?.digest ?? '', people: [...(plan?.people ?? [])] },
      })
    }
    return { status: 200 }
  })
}
