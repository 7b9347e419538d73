import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { Item } from '../../../../core/custody/index.ts'
import { caseFlag } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { formatBytes, printJson, printLines, tableLines } from '../../terminal/output.ts'
import { openCaseOriginals } from './access.ts'

interface ListFlags {
  readonly case: string
  readonly json: boolean
}

export const originalsList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: {
    brief: 'Every original of a case: size, state, who read it how often, where copies went',
    fullDescription: 'Tells what the log says and reads no content; "originals verify" reads it.',
  },
  parameters: {
    flags: { case: caseFlag, json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
  },
  async func(flags) {
    await using opened = await openCaseOriginals(this, flags.case)
    const items = [...opened.custody.log.items.values()]
    if (flags.json) return printJson(this, { case: flags.case, originals: items })
    if (items.length === 0) {
      return printLines(this, [`The case ${flags.case} has no originals yet: anlauf evidence acquire FILE`])
    }
    printLines(
      this,
      tableLines([
        ['hash', 'size', 'secured', 'state', 'read', 'label'],
        ...items.map((item) => [
          item.sha256.slice(0, 12),
          formatBytes(item.size),
          item.acquiredAt,
          stateOf(item),
          String(item.accesses),
          [item.label, ...item.transfers.map(({ to }) => `copy to ${to}`)].map(printName).join('; '),
        ]),
      ]),
    )
  },
})

function stateOf({ erasedBecause, heldBecause, lastVerified }: Item): string {
  if (erasedBecause !== undefined) return 'erased'
  const held = heldBecause === undefined ? '' : ', held'
  return `${lastVerified === undefined ? 'not verified since' : `${lastVerified.outcome} ${lastVerified.at}`}${held}`
}
