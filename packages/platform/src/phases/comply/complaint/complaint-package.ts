import type { CustodyLog } from '../../../core/custody/index.ts'
import { filingName, isConsented } from '../../../core/filings/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { namedCustomer } from '../../../core/updates/index.ts'
import { type Draft, itemsIn, missingIn } from '../draft.ts'
import { plainText, type Standing } from '../formats/plain-text.ts'
import { printPage } from '../formats/print-page.ts'
import { csvOf } from '../registers.ts'
import {
  type Attachment,
  type AttachmentProblem,
  attachmentProblem,
  type KeptApart,
  sha256Of,
} from './attachment-gate.ts'
import { evidenceList } from './evidence-list.ts'
import { indicatorLines, stixBundle } from './indicators.ts'

export interface ComplaintParts {
  readonly draft: Draft
  readonly standing: Standing
  readonly gate: Omit<KeptApart, 'into'>
  readonly custody: CustodyLog
  readonly indicators: readonly string[]
  readonly attachments: readonly Attachment[]
  /** Files of the signed export of the log, `verify.sh` among them. */
  readonly log: ReadonlyMap<string, Uint8Array>
  readonly at: string
}

/** What the police gets: a folder's files by name, the list of all with their hashes last. */
export function complaintPackage(parts: ComplaintParts): ReadonlyMap<string, Uint8Array> {
  const { draft, standing, attachments, indicators, log, at } = parts
  const gate: KeptApart = { ...parts.gate, into: filingName(draft) }
  refuseNames(draft, gate)
  for (const file of attachments) refuseAttachment(file, gate)
  if (new Set(attachments.map(({ name }) => name)).size < attachments.length) {
    throw new AnlaufError('input-invalid', 'Two attachments have one name.', {
      hint: 'Rename one of the files.',
    })
  }
  const evidence = evidenceList(parts.custody, gate.filings)
  const csv = csvOf(evidence)
  refuseNamesIn([csv], gate)
  const files = new Map<string, Uint8Array>([
    ['complaint.txt', Buffer.from(plainText(draft, standing))],
    ['complaint.html', Buffer.from(printPage(draft, standing))],
    ['evidence.csv', Buffer.from(csv)],
    ['evidence.json', json(evidence)],
    ...(indicators.length === 0
      ? []
      : ([
          ['indicators.csv', Buffer.from(csvOf(indicatorLines(indicators)))],
          ['indicators.stix.json', Buffer.from(stixBundle(draft.case, indicators, at))],
        ] as const)),
    ...attachments.map((file): [string, Uint8Array] => [attachmentName(file), file.bytes]),
    ...[...log].map(([name, bytes]): [string, Uint8Array] => [`log/${name}`, bytes]),
  ])
  const attached = new Set(attachments.map(({ bytes }) => sha256Of(bytes)))
  const contents = {
    case: draft.case,
    exercise: draft.exercise,
    filing: filingName(draft),
    content: standing.contentHash,
    approvedBy: standing.approvedBy ?? null,
    missing: missingIn(draft).map(({ key, label }) => ({ key, label })),
    made: at,
    // Those that let something in; a consent that nothing here needed is nobody's business outside.
    consents: [...gate.filings.consents.values()]
      .filter(
        ({ into, document, tag }) =>
          into === gate.into && attached.has(document) && isConsented(gate.filings, document, tag, into),
      )
      .map(({ document, tag, reason, signed }) => ({
        document,
        tag,
        reason,
        people: signed.map(({ person, role }) => `${person} (${role})`),
      })),
  }
  files.set('contents.json', json(contents))
  const sums = [...files].map(([name, bytes]) => `${sha256Of(bytes)}  ${name}\n`).join('')
  files.set('SHA256SUMS', Buffer.from(sums))
  return files
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}

/** Plain names only: the folder is opened on other people's machines. */
function attachmentName({ name }: Attachment): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return `attachments/${name}`
  throw new AnlaufError('input-invalid', `"${name.slice(0, 60)}" is no plain name for an attachment.`, {
    hint: 'Use letters, digits, ".", "_" and "-".',
  })
}

function refuseNames(draft: Draft, gate: KeptApart): void {
  refuseNamesIn(
    itemsIn(draft).flatMap(({ value }) => value ?? []),
    gate,
  )
}

function refuseNamesIn(texts: readonly string[], { estate }: KeptApart): void {
  const name = estate && namedCustomer(texts, estate)
  if (name === undefined) return
  throw new AnlaufError('gate-closed', `The complaint names a customer: ${name}.`, {
    hint: 'State the fact without the name, or give the original another label.',
  })
}

function refuseAttachment(file: Attachment, gate: KeptApart): void {
  const problem = attachmentProblem(file, gate)
  if (problem === undefined) return
  throw new AnlaufError(
    'gate-closed',
    `${file.name} cannot go with the complaint: ${reasons[problem.why]} (${problem.detail}).`,
    {
      hint: hints[problem.why],
      context: { why: problem.why },
    },
  )
}

const reasons: Readonly<Record<AttachmentProblem['why'], string>> = {
  'not-looked-at': 'nobody looked whether it may be handed on',
  'kept-apart': 'it is kept apart',
  'kept-apart-inside': 'it carries the marks of a notice that is kept apart',
  'judgement-inside': 'a judgement of counsel stands in it',
  'names-customer': 'it names a customer',
}

const consent = 'Only with consent: anlauf duty consent, by legal and management, on exactly this file.'
const hints: Readonly<Record<AttachmentProblem['why'], string>> = {
  'not-looked-at':
    'Look at it, then: anlauf duty tag --tag free (or the tag it has), signed by legal or dpo.',
  'kept-apart': consent,
  'kept-apart-inside': `Tag it for what it is: anlauf duty tag --tag bdsg42-43. ${consent}`,
  'judgement-inside': `Take the judgement out, or tag the file: anlauf duty tag --tag counsel. ${consent}`,
  'names-customer': 'Black out the name; one customer’s facts are not another one’s business.',
}
