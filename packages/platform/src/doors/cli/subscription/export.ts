import { buildCommand } from '@stricli/core'

import { subscriptionsAfter } from '../../../adapters/database/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, writeOut } from '../terminal/output.ts'
import { openSubscriptions, subscriptionJson } from './access.ts'

interface ExportFlags {
  readonly case: string
  readonly json: boolean
}

/** About 500 kB of rows in memory. */
const pageSize = 2000

export const subscriptionExport = buildCommand<ExportFlags, [], AnlaufContext>({
  docs: {
    brief: 'Write the subscribers as CSV, in the form that import reads',
    fullDescription:
      'Personal data: send the output into a file that you protect. That and how many were exported stands in the log. Ended and unconfirmed ones are left out.',
  },
  parameters: {
    flags: { case: caseFlag, json: { kind: 'boolean', default: false, brief: 'JSON instead of CSV' } },
  },
  async func(flags) {
    await using desk = await openSubscriptions(this, flags.case)
    const rows: Record<string, unknown>[] = []
    const lines = ['address,language,kinds,services,consent']
    for (let after = ''; ;) {
      const page = await subscriptionsAfter(desk.database, flags.case, { after, limit: pageSize })
      for (const one of page.filter(({ stage }) => stage === 'confirmed')) {
        const { address = '', scope, consent = `own form, confirmed ${one.confirmedAt ?? ''}` } = one
        lines.push(
          [address, scope.language, scope.kinds, scope.services.join(' '), consent].map(cell).join(','),
        )
        rows.push(subscriptionJson(one))
      }
      after = page.at(-1)?.id ?? ''
      if (page.length < pageSize) break
    }
    await desk.database.transaction((session) =>
      desk.record(session, 'subscription.exported', { count: rows.length }),
    )
    if (flags.json) printJson(this, { case: flags.case, subscriptions: rows })
    else await writeOut(this, `${lines.join('\r\n')}\r\n`)
  },
})

/** One cell; what a table program would take for a formula begins with an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
