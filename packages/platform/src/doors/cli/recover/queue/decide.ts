import { buildCommand } from '@stricli/core'

import { readQueueFile } from '../../../../phases/recover/index.ts'
import { openDeclaredCase } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { groupNamed } from './show.ts'
import { signFlags, type SignFlags, signGroups } from './sign.ts'
import { openStores } from '../../access/stores.ts'

interface DecideFlags extends SignFlags {
  readonly group: readonly string[]
}

export const recoverQueueDecide = buildCommand<DecideFlags, [], AnlaufContext>({
  docs: {
    brief: 'Decide about a group, with an own key; against advice a second person has to sign the same',
    fullDescription:
      'The signature covers the facts that the queue shows: content, places, class, judgement, the version before. When one of them changes the decision counts for nothing. Taking the newest version of what is not plainly good (N3 to N6), and releasing what a run held back, needs two people with two keys. What a scanner calls infected is never released. Deciding again replaces the own decision; while two people say different things nothing counts.',
  },
  parameters: {
    flags: {
      ...signFlags,
      group: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        brief: 'Beginning of the group’s digest (repeatable: one tenant, one class)',
        placeholder: 'digest',
      },
    },
  },
  async func(flags) {
    const queue = readQueueFile(flags.queue)
    const groups = new Map(
      flags.group.map((one) => groupNamed(queue, one)).map((group) => [group.facts, group]),
    )
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    await signGroups(this, session, flags, { groups: [...groups.values()] })
  },
})
