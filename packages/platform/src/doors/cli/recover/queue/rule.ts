import { buildCommand } from '@stricli/core'

import { type CaseSession, possibleOutcomes, type QueuedClass } from '../../../../core/case/index.ts'
import { canonicalJson } from '../../../../core/evidence/index.ts'
import { type QueueGroup, readQueueFile } from '../../../../phases/recover/index.ts'
import { openDeclaredCase } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { signFlags, type SignFlags, signGroups } from './sign.ts'
import { openStores } from '../../access/stores.ts'

interface RuleFlags extends SignFlags {
  readonly unit: string
  readonly class: QueuedClass
  readonly verdict?: QueueGroup['verdict']
  readonly under?: string
}

export const recoverQueueRule = buildCommand<RuleFlags, [], AnlaufContext>({
  docs: {
    brief: 'Decide about all groups of a tenant and class at once, by a rule that is recorded',
    fullDescription:
      'The rule chooses groups that are in the queue now; the signature covers each of them and the rule. What comes into the queue later is not covered. Programs, rules of mail and databases, and what was held back are decided one by one.',
  },
  parameters: {
    flags: {
      ...signFlags,
      unit: { kind: 'parsed', parse: String, brief: 'Of this tenant', placeholder: 'id' },
      class: { kind: 'enum', values: ['N1', 'N2', 'N3', 'N4'], brief: 'Of this class' },
      verdict: {
        kind: 'enum',
        values: ['clean', 'convicted', 'suspicious', 'unknown'],
        optional: true,
        brief: 'Only what detection says this of',
      },
      under: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only groups all of whose files lie below this folder',
        placeholder: 'path',
      },
    },
  },
  async func(flags) {
    const queue = readQueueFile(flags.queue)
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const meant = queue.units.flatMap((unit) => unit.groups).filter((group) => isMeant(group, session, flags))
    const groups = meant.slice(0, maxGroups)
    const { unit, class: one, verdict, under, outcome } = flags
    const rule = canonicalJson({
      unit,
      class: one,
      outcome,
      ...(verdict !== undefined && { verdict }),
      ...(under !== undefined && { under }),
    })
    const rest = meant.length - groups.length
    await signGroups(this, session, flags, { groups, rule })
    if (rest > 0) this.process.stderr.write(`${rest} more groups are meant: run the same command again.\n`)
  },
})

/** So many digests fit well into one entry of the evidence. */
const maxGroups = 5000

/** What this person said already is not said again. */
function isMeant(group: QueueGroup, { state }: CaseSession, flags: RuleFlags): boolean {
  const { unit, class: one, verdict, under, outcome } = flags
  const known = state.queues.get(unit)?.groups.get(group.facts)
  const isOfRule = group.unit === unit && group.class === one && (verdict ?? group.verdict) === group.verdict
  const folder = under === undefined ? '' : `${under.replace(/\/+$/, '')}/`
  const isPossible =
    known !== undefined && known.held === undefined && possibleOutcomes(known).includes(outcome)
  const isSaid = state.queues.get(unit)?.votes.get(group.facts)?.get(flags.person)?.outcome === outcome
  return isOfRule && isPossible && !isSaid && group.items.every(({ path }) => path.startsWith(folder))
}
