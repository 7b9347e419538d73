import { writeFileSync } from 'node:fs'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { renderDocument } from '../../../adapters/documents/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { callSheet } from '../../../core/notices/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import type { AnlaufContext } from '../context.ts'
import { type NoticeFlags, noticeFlags, openNoticeDesk } from '../notice/desk.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { callCards } from './cards.ts'

interface SheetFlags extends NoticeFlags {
  readonly to: string
  readonly language: 'de' | 'en'
}

export const callSheetCommand = buildCommand<SheetFlags, [], AnlaufContext>({
  docs: {
    brief: 'The call list on paper: numbers, what to say, codes, boxes to tick',
    fullDescription:
      'A PDF with names and numbers, readable for its owner only. Results are entered with "call done --at TIME".',
  },
  parameters: {
    flags: {
      ...noticeFlags,
      to: { kind: 'parsed', parse: String, brief: 'The file, new', placeholder: 'file.pdf' },
      language: {
        kind: 'enum',
        values: ['de', 'en'],
        default: 'de',
        brief: 'Of the sheet; scripts follow each person',
      },
    },
  },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const cards = await callCards(open)
    const { desk } = open.session
    const sheet = callSheet(cards, {
      estate: open.estate(),
      caseId: flags.case,
      language: flags.language,
      ...(desk.case.exercise && { exercise: exerciseMark }),
    })
    write(flags.to, renderDocument(sheet, this.now()))
    if (flags.json) return printJson(this, { file: flags.to, calls: cards.length })
    printLines(this, [
      `${counted(cards.length, 'call')} in ${printName(flags.to)}. It holds names and numbers: destroy the paper once it is entered.`,
    ])
  },
})

function write(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    throw new AnlaufError('write-failed', `${file} cannot be written, or is there already.`, {
      hint: 'Name a new file in a folder that you may write.',
      cause,
    })
  }
}
