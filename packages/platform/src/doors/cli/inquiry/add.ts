import { buildCommand } from '@stricli/core'

import { readTelephone } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { inquiryWords } from '../../../core/messages/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { pipedText } from '../access/piped-text.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { requireCase } from './mail-entrance.ts'
import { acting, type InquiryFlags, inquiryFlags, openInquiries, personFlag } from './open-inquiries.ts'
import { withoutSecret } from './list.ts'

interface AddFlags extends InquiryFlags {
  readonly case?: string
  readonly person?: string
}

/** What a caller says is a message of at most 5,000 characters and nine lines. */
const longestInput = 64 * 1024

export const inquiryAdd = buildCommand<AddFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take in what somebody said on the telephone; the words come over standard input',
    fullDescription:
      'Lines "name: …", "customer: …" (or "customer: none"), "phone: …", "call: …" (when it suits), "service: id" or "other", "topic: …", "language: de", "consent: yes", an empty line, then the message. Names and numbers come over standard input because a command line is seen by everybody on the machine. It is open at once, with the same promise as the form; no mail address is taken, as a misheard one would carry the answer to a stranger.',
  },
  parameters: { flags: { ...inquiryFlags, case: { ...caseFlag, optional: true }, person: personFlag } },
  async func(flags) {
    const fields = spokenFields(await pipedText(this, { longest: longestInput, what: 'inquiry' }))
    await using open = await openInquiries(this, flags)
    const services = open.estate.services.map(({ id }) => id)
    const language = fields.get('language') === 'en' ? 'en' : 'de'
    const read = readTelephone(fields, { services, language })
    if ('problems' in read) throw notWhole(read.problems, services)
    const caseId = flags.case ?? open.place?.case
    if (caseId !== undefined) await requireCase(this, open.database, caseId)
    const inquiry = await open.desk.telephone(read.submission, acting(this, flags.person), caseId)
    if (flags.json) return printJson(this, withoutSecret(inquiry))
    printLines(this, [
      `${inquiry.reference} is ${inquiry.state}, ${inquiry.class}.`,
      ...(inquiry.answerBy === undefined
        ? []
        : [`Tell the person the number, and that an answer comes by ${formatTime(inquiry.answerBy)}.`]),
    ])
  },
})

const names: Readonly<Record<string, string>> = {
  name: 'name',
  customer: 'customer',
  phone: 'phone',
  call: 'callTime',
  service: 'service',
  topic: 'topic',
  language: 'language',
  consent: 'consent',
  email: 'email',
}

/** The head and the message as the fields of the form. Throws `input-invalid` for a line that means nothing. */
function spokenFields(text: string): URLSearchParams {
  const [head = '', ...rest] = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/)
  const fields = new URLSearchParams({ message: rest.join('\n\n').trim() })
  for (const line of head.split('\n').filter((one) => one.trim() !== '')) {
    const [, name = '', value = ''] = /^([a-z]+):\s*(.*)$/i.exec(line.trim()) ?? []
    const field = names[name.toLowerCase()]
    if (field === undefined) {
      throw new AnlaufError(
        'input-invalid',
        `A line of the head begins with none of: ${Object.keys(names)
          .filter((one) => one !== 'email')
          .join(', ')}.`,
        {
          hint: 'Write "name: Anna Nord" and so on, an empty line, then the message. Nothing was stored.',
        },
      )
    }
    // "consent: no" is none.
    if (field !== 'consent' || /^(?:yes|ja)$/i.test(value.trim())) fields.set(field, value.trim())
  }
  if (/^(?:none|keiner|no)$/i.test(fields.get('customer') ?? '')) {
    fields.delete('customer')
    fields.set('noCustomer', 'yes')
  }
  return fields
}

function notWhole(problems: ReadonlyMap<string, string>, services: readonly string[]): AnlaufError {
  const { problems: words, notByTelephone } = inquiryWords.en
  // The form's word speaks of a box to tick.
  const said: Readonly<Record<string, string>> = {
    ...words,
    notByTelephone,
    customerOrNone: 'Give a company or customer number, or "none".',
  }
  const points = [...problems].map(
    ([field, problem]) => `${field === 'callTime' ? 'call' : field}: ${said[problem] ?? problem}`,
  )
  return new AnlaufError('input-invalid', `The inquiry is not whole. ${points.join(' ')}`, {
    hint: `Nothing was stored; correct it and pipe it in again. Services: ${services.join(', ')}, other.`,
    context: { points },
  })
}
