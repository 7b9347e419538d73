import { buildCommand } from '@stricli/core'

import {
  approversText,
  claimsInForce,
  draftHash,
  parseDraftFile,
  reviewDraft,
} from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { type DeskFlags, deskFlags, draftNamed, openDeclaredDesk, updateFlag } from './desk.ts'
import { findingLines } from './findings.ts'
import { counted, formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { readText } from '../access/text-file.ts'

interface DraftFlags extends DeskFlags {
  readonly update: string
  readonly sameMeaning: boolean
}

const fileParameter = {
  kind: 'tuple',
  parameters: [
    { brief: 'The text in both languages; "-" is standard input', parse: String, placeholder: 'file' },
  ],
} as const

export const informDraft = buildCommand<DraftFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Put a text into review: checked, in both languages, with its times',
    fullDescription:
      '"anlauf inform template" prints files of every kind. A free text has lines "as-of: TIME" and "next-by: TIME", then "[de]" and "[en]" with the texts. Sentences about data, access, credentials, loss, backups and cause come from claims: {claim:NAME}. A text with findings is not recorded.',
  },
  parameters: {
    positional: fileParameter,
    flags: {
      ...deskFlags,
      update: updateFlag,
      sameMeaning: {
        kind: 'boolean',
        default: false,
        brief: 'Only one language was changed, and both still mean the same',
      },
    },
  },
  async func(flags, file) {
    const draft = parseDraftFile(flags.update, await readText(this, file, 'text'))
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    await session.execute({ command: 'draft', draft, sameMeaning: flags.sameMeaning }, signature(this))
    const kept = draftNamed(session, flags.update)
    const contentHash = draftHash(flags.case, kept, claimsInForce(session.desk))
    if (flags.json)
      return printJson(this, { case: flags.case, update: flags.update, stage: 'in review', contentHash })
    printLines(this, [
      `${flags.update} is in review; nothing was found against it.`,
      `  content ${contentHash}`,
      ...(draft.nextBy === undefined ? [] : [`  promises the next update by ${formatTime(draft.nextBy)}`]),
      `Next: it is approved by ${approversText(draft)}:`,
      `  anlauf inform approve --case ${flags.case} --estate ${flags.estate} --update ${flags.update} --person NAME --key FILE`,
    ])
  },
})

export const informCheck = buildCommand<DeskFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Check a text as review does, and record nothing',
    fullDescription: 'Ends with 1 when something was found. The file is as for "inform draft".',
  },
  parameters: { positional: fileParameter, flags: deskFlags },
  async func(flags, file) {
    const draft = parseDraftFile('check', await readText(this, file, 'text'))
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    const { findings, problem } = reviewDraft(session.desk, draft, session.circumstances(this.now()))
    if (findings.length > 0 || problem !== undefined) this.process.exitCode = 1
    if (flags.json) return printJson(this, { findings, problem: problem ?? null })
    if (problem !== undefined) printLines(this, [problem.message, `  ${problem.hint}`])
    printLines(
      this,
      findings.length === 0
        ? ['Nothing was found. That does not make it true: two people still read it.']
        : [`${counted(findings.length, 'finding')}:`, ...findings.flatMap(findingLines)],
    )
  },
})
