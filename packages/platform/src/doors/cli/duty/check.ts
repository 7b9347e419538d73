import { buildCommand } from '@stricli/core'

import { authorities, clocksOf } from '../../../core/duties/index.ts'
import { complyFindings, type HandedIn, keptDrafts } from '../../../phases/comply/index.ts'
import { nowOf } from '../clocks/access.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { type DutyDesk, dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'

export const dutyCheck = buildCommand<DutyFlags, [], AnlaufContext>({
  docs: {
    brief: 'What an auditor would ask: portals without account, old forms, contradictions between recipients',
    fullDescription: 'Exit code 1 when something was found.',
  },
  parameters: { flags: dutyFlags },
  async func(flags) {
    await using desk = await openDutyDesk(this, flags)
    const findings = complyFindings(desk.base(), desk.filings.log, await handedIn(this, desk))
    if (findings.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { case: flags.case, findings })
    printLines(this, [
      ...(findings.length === 0
        ? [flags.language === 'de' ? 'Nichts gefunden.' : 'Nothing was found.']
        : tableLines(findings.map(({ rule, about, text }) => [rule, about, text[flags.language]]))),
    ])
  },
})

/** What recipients hold, as far as the words are still kept. Notices to single tenants are compared with nobody's. */
async function handedIn(context: AnlaufContext, desk: DutyDesk): Promise<readonly HandedIn[]> {
  const list = clocksOf(desk.facts.clocks, nowOf(context)).flatMap(({ duty, tenant, submissions }) =>
    tenant === undefined
      ? submissions.flatMap(({ payload, metAt }) => (payload === undefined ? [] : [{ duty, payload, metAt }]))
      : [],
  )
  const drafts = await keptDrafts(
    desk,
    list.map(({ payload }) => ({ contentHash: payload })),
  )
  return list.flatMap(({ duty, payload, metAt }) => {
    const draft = drafts.get(payload)
    if (draft === undefined) return []
    return [{ duty: duty.id, recipient: authorities[duty.recipient].name[draft.language], metAt, draft }]
  })
}
