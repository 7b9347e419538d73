import { buildCommand } from '@stricli/core'

import { cadenceOf, nagsOf } from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import { readEstateFile } from '../access/estate-file.ts'
import type { AnlaufContext } from '../context.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk } from './desk.ts'
import { nagLines } from './nag-lines.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

export const informRemind = buildCommand<DeskFlags & { readonly publish: boolean }, [], AnlaufContext>({
  docs: {
    brief: 'Say how the promised next update stands; with --publish keep it by the approved "no news"',
    fullDescription:
      'Run it from a timer every few minutes. With --publish the approved text of the kind "no-news" goes out 15 minutes before a promise runs out, if it is true: no claim changed, no correction open. Also says which services nobody wrote about for 3, 6, 12 or 24 hours, and whether staff were told. Ends with 1 while a promise is overdue.',
  },
  parameters: {
    flags: {
      ...deskFlags,
      publish: { kind: 'boolean', default: false, brief: 'Let the approved "no news" out when it is due' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    const before = cadenceOf(session.desk, this.now())
    const update =
      flags.publish && before.isDue && before.noNews?.untrue === undefined ? before.noNews?.update : undefined
    if (update !== undefined) await session.execute({ command: 'publish', update }, signature(this))
    const after = cadenceOf(session.desk, this.now())
    if (after.level === 'overdue') this.process.exitCode = 1
    const nags = nagsOf(session.desk, readEstateFile(flags.estate), this.now())
    if (flags.json) return printJson(this, { case: flags.case, published: update ?? null, ...after, nags })
    const { nextBy, minutesLeft = 0, noNews } = after
    printLines(this, [
      ...(update === undefined
        ? []
        : [`Published: "${update}", as update ${session.desk.published.length}.`]),
      nextBy === undefined
        ? 'Nothing was published and nothing promised yet. The first word should come within 4 hours.'
        : minutesLeft < 0
          ? `Overdue: the next update was promised by ${formatTime(nextBy)}. Tell the lead.`
          : `The next update is promised by ${formatTime(nextBy)}, in ${minutesLeft} minutes.`,
      noNews === undefined
        ? 'No text of the kind "no-news" is approved; nobody could keep the promise for you.'
        : noNews.untrue === undefined
          ? `"${noNews.update}" is approved and true; --publish lets it out 15 minutes before.`
          : `"${noNews.update}" would not be true: ${noNews.untrue}. Write an update.`,
      `Promises kept: ${after.kept}, missed: ${after.missed}.`,
      ...nagLines(nags),
    ])
  },
})
