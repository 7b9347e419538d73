import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { checkNotice, type Notice, noticeHash, parseNoticeFile } from '../../../core/notices/index.ts'
import { readText } from '../access/text-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, openNoticeDesk, type OpenNoticeDesk } from './desk.ts'
import { lettersDigest, lettersFlag } from './letters.ts'

interface DraftFlags extends NoticeFlags {
  readonly notice: string
  readonly letters?: string
}

const parameters = {
  positional: {
    kind: 'tuple',
    parameters: [
      { brief: 'The notice in both languages; "-" is standard input', parse: String, placeholder: 'file' },
    ],
  },
  flags: { ...noticeFlags, notice: noticeNameFlag, letters: lettersFlag },
} as const

async function read(
  context: AnlaufContext,
  { session }: OpenNoticeDesk,
  flags: DraftFlags,
  file: string,
): Promise<Notice> {
  const text = await readText(context, file, 'notice')
  const notice = parseNoticeFile(flags.notice, text, { affected: [...session.desk.case.units.keys()] })
  if (flags.letters === undefined) return notice
  return { ...notice, letters: lettersDigest(flags.letters, notice.tenants) }
}

export const noticeDraft = buildCommand<DraftFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Put a notice to customers into review: checked, in both languages',
    fullDescription:
      'The file has lines "duty: gdpr-33-2", "tenants: affected" or a list, "roles: …", "ack-hours: 6", then "[subject de]", "[subject en]", "[de]" and "[en]"; {tenant}, {number}, {services} and {own} are filled for each customer, {own} from "[own TENANT de]" and "[own TENANT en]". A notice with findings is not recorded.',
  },
  parameters,
  async func(flags, file) {
    await using open = await openNoticeDesk(this, flags)
    const notice = await read(this, open, flags, file)
    await open.session.execute({ command: 'draft', notice }, signature(this))
    const contentHash = noticeHash(flags.case, notice)
    if (flags.json)
      return printJson(this, { case: flags.case, notice: flags.notice, stage: 'in review', contentHash })
    printLines(this, [
      `${printName(flags.notice)} is in review, for ${counted(notice.tenants.length, 'tenant')}.`,
      `  content ${contentHash}`,
      'Next: see who gets it, then two people approve it, one of "dpo" and one of "forensics":',
      `  anlauf notice send --case ${flags.case} --estate ${flags.estate} --notice ${flags.notice} --dry-run`,
      `  anlauf notice approve --case ${flags.case} --estate ${flags.estate} --notice ${flags.notice} --person NAME --key FILE`,
    ])
  },
})

export const noticeCheck = buildCommand<DraftFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Check a notice as review does, and record nothing',
    fullDescription: 'Ends with 1 when something was found. The file is as for "notice draft".',
  },
  parameters,
  async func(flags, file) {
    await using open = await openNoticeDesk(this, flags)
    const notice = await read(this, open, flags, file)
    const findings = checkNotice(notice, open.estate(), open.session.desk.case)
    if (findings.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { findings })
    printLines(
      this,
      findings.length === 0
        ? ['Nothing was found. That does not make it true: two people still read it.']
        : findings.map(({ place, message }) => `${printName(place)}: ${printName(message)}`),
    )
  },
})
