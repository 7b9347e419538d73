import { readFileSync, writeFileSync } from 'node:fs'

import { type Database, evidenceLog } from '../../packages/platform/src/adapters/database/index.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { caseId, people } from './ground.ts'
import { inDatabase } from './in-database.ts'
import { again, commandOf, type Play } from './play.ts'

/** A release at a moment at which it must be refused; leaves a note that the inspection finds when it is not. */
async function mustRefuse(play: Play, why: string): Promise<void> {
  const { exitCode } = await again(play, commandOf(play, 'release', play.units[0]))
  if (exitCode === 0) play.broken.push(`released although ${why}`)
}

/** Before one of the two has approved; `at` is how many have. */
function before(play: Play, count: 0 | 1, act: () => Promise<void>): Injection {
  let approvals = 0
  return {
    async before({ name, unit }) {
      if (name !== 'approve' || unit !== play.units[0]) return
      if (approvals === count) await act()
      approvals += 1
    },
  }
}

/** Who holds the database needs no key to continue the chain. */
async function forge(
  play: Play,
  change: (approval: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  await inDatabase(play.home, async (session) => {
    const [last] = await session.query<{ entry: string }>(
      `select entry from anlauf.evidence where entry like '%unit.approved%' order by seq desc limit 1`,
    )
    if (last === undefined) return
    const {
      seq: _seq,
      prev: _prev,
      case: _case,
      ...draft
    } = JSON.parse(last.entry) as Record<string, unknown>
    await evidenceLog(session as Database).append(caseId, [change(draft) as never])
  })
}

const other = people[1]

/** Edits a plan file after it was recorded; the sound one comes back when a command refused it. */
function editedPlan(name: string, edit: (plan: EditedPlan, play: Play) => void): Fault {
  return {
    name: `plan edited: ${name}`,
    weight: 0.5,
    inject(play) {
      const isBefore = play.random.below(2) === 0
      const swap = (): void => {
        const plan = JSON.parse(readFileSync(play.ground.plan, 'utf8')) as EditedPlan
        edit(plan, play)
        play.plan = play.at('edited.json')
        writeFileSync(play.plan, JSON.stringify(plan))
      }
      if (isBefore) swap()
      return {
        ...(isBefore ? {} : { before: once('approve', swap) }),
        mend() {
          play.plan = play.ground.plan
        },
      }
    },
  }
}

interface EditedPlan {
  units: {
    unit: string
    items: { path: string; size: number; content: string[]; contentKey: string }[]
  }[]
}

export const gateAbuse: readonly Fault[] = [
  {
    name: 'released before anybody approved',
    inject: (play) => before(play, 0, () => mustRefuse(play, 'nobody approved')),
  },
  {
    name: 'released with one approval',
    inject: (play) => before(play, 1, () => mustRefuse(play, 'one person approved')),
  },
  {
    name: 'one person approves twice',
    inject: (play) =>
      before(play, 1, async () => {
        await again(play, commandOf(play, 'approve', play.units[0]))
        await mustRefuse(play, 'one person approved twice')
      }),
  },
  {
    name: 'one person approves with the name of another',
    inject: (play) =>
      before(play, 1, async () => {
        const { args, ...step } = commandOf(play, 'approve', play.units[0])
        await again(play, { ...step, args: args.map((arg) => (arg === people[0] ? other : arg)) })
        await mustRefuse(play, 'one person approved in two names')
      }),
  },
  {
    name: 'approval copied to another person in the database',
    inject: (play) =>
      before(play, 1, async () => {
        await forge(play, (approval) => ({ ...approval, data: renamed(approval['data']) }))
        await mustRefuse(play, 'the second signature is no one’s')
      }),
  },
  {
    name: 'approvals of another tenant copied in the database',
    inject(play) {
      const victim = [...play.ground.truth.keys()].find((one) => !play.units.includes(one)) ?? ''
      return {
        after: once('release', async () => {
          for (const person of people) {
            await forge(play, (approval) => ({ ...approval, data: moved(approval['data'], victim, person) }))
          }
          const { exitCode } = await again(play, commandOf(play, 'release', victim))
          if (exitCode === 0) play.broken.push(`${victim} was released with the approvals of another`)
        }),
      }
    },
  },
  {
    name: 'approval of an earlier state used again',
    inject(play) {
      return {
        before: once('release', async () => {
          // The unit is restored with other rules: what was signed is not this any more.
          play.rules = play.ground.moreRules
          play.asked.add('later-rule')
          await again(play, commandOf(play, 'run'))
          await forge(play, (approval) => approval)
          await mustRefuse(play, 'the approvals are of an earlier state')
        }),
      }
    },
  },
  editedPlan('contents exchanged', ({ units }) => {
    const [one, two] = units.flatMap((unit) => unit.items).filter(({ content }) => content.length === 1)
    if (one === undefined || two === undefined) return
    const { content, contentKey, size } = one
    Object.assign(one, { content: two.content, contentKey: two.contentKey, size: two.size })
    Object.assign(two, { content, contentKey, size })
  }),
  editedPlan('a file of another tenant', ({ units }) => {
    const item = units[0]?.items[0]
    if (item !== undefined) for (const unit of units.slice(1)) unit.items.push(item)
  }),
  editedPlan('a path that leads out', ({ units }) => {
    for (const { items } of units) if (items[0] !== undefined) items[0].path = '/srv/../../../../etc/cron.d/x'
  }),
  editedPlan('an item less', ({ units }) => {
    for (const { items } of units) items.pop()
  }),
]

function renamed(data: unknown): Record<string, unknown> {
  const held = data as Record<string, unknown>
  return { ...held, person: other, keyId: 'f'.repeat(64) }
}

function moved(data: unknown, unit: string, person: string): Record<string, unknown> {
  return { ...(data as Record<string, unknown>), unit, person }
}
