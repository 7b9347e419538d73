import { buildCommand } from '@stricli/core'

import { queueMessages } from '../../../adapters/database/index.ts'
import { bodyFor, mayLeave } from '../../../core/webhooks/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { deliverWebhooks, openWebhooks } from './access.ts'
import { newMessageId } from './tell-endpoints.ts'

interface TestFlags {
  readonly case: string
  readonly id: string
  readonly json: boolean
}

export const webhookTest = buildCommand<TestFlags, [], AnlaufContext>({
  docs: { brief: 'Send one test message to a program and say what it answered' },
  parameters: {
    flags: {
      case: caseFlag,
      id: { kind: 'parsed', parse: String, brief: 'The webhook, as "list" shows it', placeholder: 'id' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using desk = await openWebhooks(this, flags.case)
    const endpoint = await desk.endpoint(flags.id)
    if (endpoint.stage !== 'active' || !mayLeave(endpoint, desk.exercise)) {
      throw new AnlaufError(
        'nothing-to-do',
        `${flags.id} is told nothing now, so a test would say nothing.`,
        {
          hint: 'Paused, held or disabled: "anlauf webhook release". Of an exercise only programs on this machine hear (--loopback).',
        },
      )
    }
    const data = { version: 1, case: flags.case, exercise: desk.exercise } as const
    const event = { type: 'webhook.test', timestamp: this.now().toISOString(), data } as const
    const id = newMessageId()
    await desk.database.transaction((session) =>
      queueMessages(session, { caseId: flags.case, event: `test/${id}`, at: this.now() }, [
        { id, endpoint: flags.id, body: bodyFor(endpoint, event) },
      ]),
    )
    const problems: unknown[] = []
    await deliverWebhooks(this, desk.database, { onProblem: (problem) => problems.push(problem) })
    const [last] = await desk.database.query<{
      status: number | null
      failure: string | null
      took_ms: number
    }>(
      'select status, failure, took_ms from anlauf.webhook_attempt where message_id = $1 order by at desc limit 1',
      [id],
    )
    // One that kept our own message in the house; what is wrong with another program is no answer of this one.
    if (last === undefined && problems.length > 0) throw problems[0]
    const isDelivered = (last?.status ?? 0) >= 200 && (last?.status ?? 0) < 300
    if (!isDelivered) this.process.exitCode = 1
    if (flags.json) {
      return printJson(this, {
        id,
        status: last?.status ?? null,
        failure: last?.failure ?? null,
        isDelivered,
      })
    }
    printLines(this, [
      last === undefined
        ? 'Earlier messages to it come first; see "anlauf webhook list".'
        : last.status === null
          ? `No answer: ${failureSentences[last.failure ?? ''] ?? last.failure ?? 'unknown'}.`
          : `It answered ${last.status} after ${last.took_ms} ms.`,
    ])
  },
})

const failureSentences: Readonly<Record<string, string>> = {
  timeout: 'nothing came within 20 seconds',
  'address-refused': 'its name leads to an address that is not on the public internet',
  'unknown-name': 'its name is not known',
  'not-reached': 'nobody listens there',
  certificate: 'its certificate is not valid for that name',
  'no-http': 'what it said was no HTTP',
  'broken-off': 'the connection broke off',
}
