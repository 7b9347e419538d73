import { buildCommand } from '@stricli/core'

import { deleteEndpoint, releaseEndpoint, stageEndpoint } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount, parseLine } from '../flags/flag-values.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { openWebhooks } from './access.ts'

const id = {
  kind: 'parsed',
  parse: String,
  brief: 'The webhook, as "list" shows it',
  placeholder: 'id',
} as const
const reason = { kind: 'parsed', parse: parseLine, brief: 'Why', placeholder: 'text' } as const
const json = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const

interface ChangeFlags {
  readonly case: string
  readonly id: string
  readonly reason: string
  readonly json: boolean
}

export const webhookRelease = buildCommand<ChangeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Send again to a program that failed or said that it is gone; what waits goes out',
    fullDescription:
      'After ten failures in a row, the answer 410, or "webhook pause", nothing is sent until a person does this.',
  },
  parameters: { flags: { case: caseFlag, id, reason, json } },
  async func(flags) {
    await using desk = await openWebhooks(this, flags.case)
    await desk.endpoint(flags.id)
    await desk.database.transaction(async (session) => {
      if (!(await releaseEndpoint(session, flags.id, this.now()))) {
        throw new AnlaufError('nothing-to-do', `${flags.id} is neither paused, held nor disabled.`, {
          hint: '"anlauf webhook list" shows how its messages stand.',
        })
      }
      await desk.record(session, 'webhook.released', { endpoint: flags.id, reason: flags.reason })
    })
    if (flags.json) printJson(this, { id: flags.id, stage: 'active' })
    else printLines(this, [`${flags.id} is told again; what waited is due now.`])
  },
})

export const webhookPause = buildCommand<ChangeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Send a program nothing for now; what is published waits for it in order',
    fullDescription: 'For a receiver that is being moved. "webhook release" lets it go on.',
  },
  parameters: { flags: { case: caseFlag, id, reason, json } },
  async func(flags) {
    await using desk = await openWebhooks(this, flags.case)
    await desk.endpoint(flags.id)
    await desk.database.transaction(async (session) => {
      const paused = { stage: 'paused', why: flags.reason, at: this.now() } as const
      if (!(await stageEndpoint(session, flags.id, paused))) {
        throw new AnlaufError('nothing-to-do', `${flags.id} is paused already.`, {
          hint: '"anlauf webhook release" lets it go on.',
        })
      }
      await desk.record(session, 'webhook.paused', { endpoint: flags.id, reason: flags.reason })
    })
    if (flags.json) printJson(this, { id: flags.id, stage: 'paused' })
    else printLines(this, [`${flags.id} is told nothing until "anlauf webhook release".`])
  },
})

export const webhookRemove = buildCommand<ChangeFlags, [], AnlaufContext>({
  docs: { brief: 'Forget a program, its address and its messages' },
  parameters: { flags: { case: caseFlag, id, reason, json } },
  async func(flags) {
    await using desk = await openWebhooks(this, flags.case)
    await desk.endpoint(flags.id)
    await desk.database.transaction(async (session) => {
      await deleteEndpoint(session, flags.id)
      await desk.record(session, 'webhook.removed', { endpoint: flags.id, reason: flags.reason })
    })
    if (flags.json) printJson(this, { id: flags.id, removed: true })
    else printLines(this, [`${flags.id} is forgotten.`])
  },
})

interface RotateFlags {
  readonly case: string
  readonly tenant?: string
  readonly overlapHours: number
  readonly reason: string
  readonly json: boolean
}

/** Receivers change a key by hand; a week is what Standard Webhooks' own tools use. */
const usualOverlap = '168'

export const webhookRotate = buildCommand<RotateFlags, [], AnlaufContext>({
  docs: {
    brief: 'Sign with a new key; the old one signs along for a week, so that receivers can change',
    fullDescription:
      'One key signs for all public endpoints, in all cases, and one for each tenant. Was it stolen, take --overlap-hours 0: the old key ends at once, and receivers refuse messages until they know the new one. A stolen webhook.key in the home makes every key worthless: remove the file while nothing runs, then rotate every scope.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      tenant: { kind: 'parsed', parse: String, optional: true, brief: "The tenant's key", placeholder: 'id' },
      overlapHours: {
        kind: 'parsed',
        parse: parseCount,
        default: usualOverlap,
        brief: 'How long the old key signs along',
        placeholder: 'hours',
      },
      reason,
      json,
    },
  },
  async func(flags) {
    await using desk = await openWebhooks(this, flags.case)
    const scope = flags.tenant === undefined ? 'public' : `tenant/${flags.tenant}`
    const now = this.now()
    const overlapUntil = new Date(now.getTime() + flags.overlapHours * 3_600_000)
    const made = await desk.database.transaction(async (session) => {
      const key = await desk.keys.rotate(scope, { now, overlapUntil }, session)
      await desk.record(session, 'webhook.key', {
        scope,
        generation: key.generation,
        publicKey: key.publicKey,
        reason: flags.reason,
      })
      return key
    })
    if (flags.json) return printJson(this, made)
    printLines(this, [
      `Public key of "${scope}" from now on: ${made.publicKey}`,
      flags.overlapHours === 0
        ? 'The old key signs nothing more. Tell every receiver now, by another way.'
        : `The old key signs along until ${formatTime(overlapUntil.toISOString())}. Tell every receiver until then.`,
    ])
  },
})
