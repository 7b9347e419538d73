import { buildCommand } from '@stricli/core'

import { correctionTasks, nagsOf } from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import { readEstateFile } from '../access/estate-file.ts'
import type { AnlaufContext } from '../context.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk, updateFlag } from './desk.ts'
import { nagLines } from './nag-lines.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

export const informPublish = buildCommand<DeskFlags & { readonly update: string }, [], AnlaufContext>({
  docs: {
    brief: 'Publish an approved text: it gets its number and is never changed again',
    fullDescription:
      'Every check runs again against what is known now. Then write the site anew with "anlauf site write".',
  },
  parameters: { flags: { ...deskFlags, update: updateFlag } },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    await session.execute({ command: 'publish', update: flags.update }, signature(this))
    const { published, handedOut } = session.desk
    const out = handedOut.findLast(({ update }) => update === flags.update)
    if (out !== undefined) {
      if (flags.json) return printJson(this, out)
      return printLines(this, [
        `${flags.update} is ready for ${out.audience}, TLP:${out.tlp}. It has no page; those who deliver take it from here.`,
      ])
    }
    const last = published.at(-1)
    const nags = nagsOf(session.desk, readEstateFile(flags.estate), this.now()).filter(
      ({ nag }) => nag === 'staff-not-told',
    )
    const tasks = correctionTasks(session.desk).length
    if (flags.json) return printJson(this, { ...last, openCorrections: tasks })
    printLines(this, [
      `${flags.update} is update ${published.length}. The next one is promised by ${formatTime(last?.nextBy ?? '')}.`,
      ...(tasks === 0 ? [] : [`Open corrections: ${tasks}. See "anlauf inform list".`]),
      ...nagLines(nags),
      'Next:',
      `  anlauf site write --case ${flags.case} --estate ${flags.estate} --to FOLDER`,
    ])
  },
})
