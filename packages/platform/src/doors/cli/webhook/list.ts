import { buildCommand } from '@stricli/core'

import { endpointQueues, endpointsOf } from '../../../adapters/database/index.ts'
import { keyScopeOf } from '../../../core/webhooks/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { openWebhooks } from './access.ts'

export const webhookList = buildCommand<{ readonly case: string; readonly json: boolean }, [], AnlaufContext>(
  {
    docs: { brief: 'Show which programs hear of a case, how their messages stand, and the keys that sign' },
    parameters: {
      flags: { case: caseFlag, json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
    },
    async func({ case: caseId, json }) {
      await using desk = await openWebhooks(this, caseId)
      const endpoints = await endpointsOf(desk.database, caseId)
      const queues = new Map((await endpointQueues(desk.database, caseId)).map((one) => [one.endpoint, one]))
      const scopes = [...new Set(['public', ...endpoints.map(keyScopeOf)])]
      const keys = (await Promise.all(scopes.map((scope) => desk.keys.known(scope)))).flat()
      if (json) {
        const shown = endpoints.map(({ sealed: _sealed, place, ...one }) => ({
          ...one,
          url: place,
          queue: queues.get(one.id),
        }))
        return printJson(this, { case: caseId, endpoints: shown, keys })
      }
      const rows = endpoints.map((one) => {
        const queue = queues.get(one.id)
        const last = queue?.lastFailure ?? (queue?.lastStatus == null ? '' : `answered ${queue.lastStatus}`)
        return [
          `  ${one.id}`,
          one.place,
          one.flavour,
          one.tenant ?? 'public',
          one.stageWhy === undefined ? one.stage : `${one.stage}: ${one.stageWhy}`,
          `${queue?.delivered ?? 0} delivered, ${queue?.waiting ?? 0} waiting, ${queue?.givenUp ?? 0} given up, ${queue?.withheld ?? 0} withheld`,
          last,
        ]
      })
      printLines(this, [
        ...(rows.length === 0 ? ['No program hears of this case.'] : tableLines(rows)),
        ...(keys.length === 0 ? [] : ['Keys:']),
        ...tableLines(
          keys.map(({ scope, publicKey, retiresAt }) => [
            `  ${scope}`,
            publicKey,
            retiresAt === undefined ? 'signs' : `signs until ${formatTime(retiresAt)}`,
          ]),
        ),
      ])
    },
  },
)
