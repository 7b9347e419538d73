import { buildCommand } from '@stricli/core'

import { countDeletable, deleteUnconfirmed, deleteWords } from '../../../adapters/database/index.ts'
import { confirmWithinHours } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, formatTime, printJson, printLines } from '../terminal/output.ts'
import { acting, type InquiryFlags, inquiryFlags, openInquiries, personFlag } from './open-inquiries.ts'

interface PurgeFlags extends InquiryFlags {
  readonly olderThan: number
  readonly dryRun: boolean
  readonly person?: string
}

export const inquiryPurge = buildCommand<PurgeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Delete what is personal of inquiries that are over; figures stay',
    fullDescription:
      'Names, addresses, numbers, messages and raw mails of what was solved, answered or set aside longer ago. Unconfirmed inquiries of more than 72 hours go too. The evidence keeps numbers and hashes that lead back to nobody. Mails that were sent about them lose address and words too.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      olderThan: {
        kind: 'parsed',
        parse: parseMonths,
        brief: 'Months since it was over, as counsel set them: 6m',
        placeholder: 'months',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Say how many, delete nothing' },
      person: personFlag,
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const now = Temporal.Instant.fromEpochMilliseconds(this.now().getTime()).toZonedDateTimeISO(
      open.estate.provider.tz,
    )
    const before = new Date(now.subtract({ months: flags.olderThan }).epochMilliseconds)
    const { person: actor, at } = acting(this, flags.person)
    const deletable = await countDeletable(open.database, before)
    if (flags.dryRun) {
      if (flags.json) return printJson(this, { dryRun: true, before: before.toISOString(), deletable })
      return printLines(this, [
        `Dry run: of ${counted(deletable, 'inquiry', 'inquiries')} over before ${formatTime(before.toISOString())} names and messages would be deleted.`,
      ])
    }
    const deleted = await deleteWords(open.database, { before, at, actor })
    const expired = await deleteUnconfirmed(open.database, {
      before: new Date(this.now().getTime() - confirmWithinHours * 3_600_000),
      at,
      actor,
    })
    if (flags.json) return printJson(this, { before: before.toISOString(), deleted, expired })
    printLines(this, [
      `Deleted names and messages of ${counted(deleted, 'inquiry', 'inquiries')}; ${expired} that nobody confirmed are gone. Figures stay.`,
    ])
  },
})

function parseMonths(text: string): number {
  const months = Number(/^(\d{1,3})m$/.exec(text)?.[1] ?? 0)
  if (months >= 1 && months <= 120) return months
  throw new AnlaufError('input-invalid', `"${text}" is no number of months.`, {
    hint: 'Write it like 6m, from 1m to 120m.',
  })
}
