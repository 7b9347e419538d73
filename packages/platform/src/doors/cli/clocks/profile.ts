import { buildCommand } from '@stricli/core'

import { clocksOf, dutiesIn } from '../../../core/duties/index.ts'
import { caseFlag, signature } from '../case/access.ts'
import { nowOf, openCaseClocks } from './access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface ProfileFlags {
  readonly case: string
  readonly estate: string
  readonly json: boolean
}

export const clocksProfile = buildCommand<ProfileFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record for a case which law holds and what was promised, from the estate',
    fullDescription:
      'Reads "legal" and "contracts" of the estate file. The first profile of a case says what does not apply; a later one can only add duties, and a promise that was made stays.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      estate: estateFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { legal: profile, contracts } = readEstateFile(flags.estate)
    await using stores = await openStores(this)
    const session = await openCaseClocks(this, stores, flags.case)
    const events = await session.execute({ command: 'profile', profile, contracts }, signature(this))
    const clocks = clocksOf(session.log, nowOf(this))
    const open = [...new Set(clocks.flatMap(({ unanswered }) => unanswered))].sort()
    const denied = clocks.filter(({ state }) => state.kind === 'notApplicable').length
    const known = dutiesIn(session.log).length
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        recorded: events.length > 0,
        profile,
        contracts,
        unanswered: open,
      })
    }
    printLines(this, [
      events.length > 0 ? 'The legal profile is recorded.' : 'The case has exactly this profile already.',
      `  ${counted(known, 'duty', 'duties')} known, ${counted(contracts.length, 'promise')} to tenants, ${counted(denied, 'clock')} not applicable`,
      `  reviewed by: ${profile.reviewedBy ?? 'nobody; a draft for counsel'}`,
      ...(open.length === 0 ? [] : [`  The profile says nothing on: ${open.join(', ')}. Such duties run.`]),
    ])
  },
})
