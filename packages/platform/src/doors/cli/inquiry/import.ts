import { buildCommand } from '@stricli/core'

import { maxMailBytes } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { mailEntrance } from './mail-entrance.ts'
import { takeMaildir } from './maildir.ts'
import { type InquiryFlags, inquiryFlags, openInquiries } from './open-inquiries.ts'
import { takeMail } from './take-mail.ts'

interface ImportFlags extends InquiryFlags {
  readonly maildir?: string
  readonly case?: string
}

export const inquiryImport = buildCommand<ImportFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take in mail from the mailbox: one on standard input, or a Maildir',
    fullDescription:
      'For a mail server: pipe each mail into it. The raw mail is kept until the inquiry is purged; the same mail is taken in once. Mail of programs, lists and bounces is kept, set aside and never replied to. Ends with 1 when a file of the Maildir could not be taken in; it stays there.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      maildir: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Folder with "new" and "cur"',
        placeholder: 'folder',
      },
      case: { ...caseFlag, optional: true },
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const entrance = await mailEntrance(this, open, flags.case)
    if (flags.maildir === undefined) {
      const taken = await takeMail(entrance, await fromInput(this))
      if (flags.json) return printJson(this, taken)
      return printLines(this, [
        taken.outcome === 'known'
          ? `This mail is ${taken.reference} already.`
          : `Taken in as ${taken.reference}, ${taken.state}${taken.replied ? '; a short reply is on its way' : ''}.`,
      ])
    }
    const count = await takeMaildir(flags.maildir, entrance)
    if (count.refused.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, count)
    printLines(this, [
      `Taken in: ${counted(count.taken, 'mail')}; known already: ${count.known}; short replies: ${count.replied}.`,
      ...count.refused.map(({ file, why }) => `  not taken in: ${JSON.stringify(file)}: ${why}`),
    ])
  },
})

async function fromInput({ process }: AnlaufContext): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of process.stdin ?? []) {
    size += piece.byteLength
    if (size > maxMailBytes) break
    pieces.push(piece)
  }
  if (size > 0 && size <= maxMailBytes) return Buffer.concat(pieces)
  throw new AnlaufError(
    'input-invalid',
    size === 0 ? 'No mail came on standard input.' : 'The mail is larger than 10 MiB.',
    {
      hint: 'Pipe one mail into it, as a mail server does, or name a --maildir.',
    },
  )
}
