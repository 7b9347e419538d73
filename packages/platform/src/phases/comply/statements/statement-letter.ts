import type { Estate } from '../../../core/estate/index.ts'
import { statementWords } from '../../../core/messages/index.ts'
import type { PrintedBlock, PrintedDocument } from '../../../core/printed-document.ts'
import { houseAddress, publicContact } from './letter-address.ts'
import { letterDay } from './letter-time.ts'
import type { Particulars, StatementContent } from './statement-content.ts'

/** What a letter needs beside its content; none of it goes into the log. */
export interface LetterTerms {
  readonly address: readonly string[]
  /** Of the receiving person; their part stands first. */
  readonly language: 'de' | 'en'
  readonly contentHash: string
  readonly isApproved: boolean
  readonly isRegistered: boolean
  /** Above every page of an exercise. */
  readonly mark?: string
  /** Confirms the receipt. */
  readonly link?: string
  /** Name of the files beside it, without their ends; a draft proves nothing. */
  readonly files: string
}

/** A statement as a letter: both languages, the reader's first, then the particulars for the own report. */
export function statementLetter(
  content: StatementContent,
  estate: Pick<Estate, 'provider' | 'contacts' | 'tenants'>,
  terms: LetterTerms,
): PrintedDocument {
  const { address, language, contentHash, isApproved, isRegistered, mark, link, files } = terms
  const words = statementWords[language]
  const other = language === 'de' ? 'en' : 'de'
  const reference = `${content.case} / ${content.tenant} / ${content.revision}`
  const { provider } = estate
  const house = houseAddress(estate)
  const sender = house === undefined ? provider.name : `${provider.name} · ${house}`
  const dpo = content.facts.find(({ field }) => field === 'contact.dpo')?.value[language]
  // Without the fact a customer would read of an address that stands nowhere.
  const contact = dpo === undefined ? publicContact(estate) : ([words.reference.contact, dpo] as const)
  const part = (of: 'de' | 'en'): readonly PrintedBlock[] => [
    ...content.text[of],
    ...codeBlocks(link, of),
    ...(isApproved ? checkBlocks(files, contentHash, of) : []),
    // For copying; the files beside the letter have them in both languages.
    ...(of === language ? particularBlocks(statementWords[of].package, content.particulars, of) : []),
    ...(content.annex === undefined || of !== language
      ? []
      : particularBlocks(statementWords[of].annex, content.annex, of)),
  ]
  return {
    title: content.title[language],
    language,
    ...(isApproved ? {} : { watermark: words.draft }),
    ...(mark !== undefined && { banner: mark }),
    footer: [sender, words.footer(reference, contentHash.slice(0, 32))],
    letter: {
      sender: provider.name,
      returnTo: sender,
      ...(isRegistered && { note: words.registered }),
      address,
      reference: [
        [words.reference.sign, reference],
        [words.reference.revision, String(content.revision)],
        [words.reference.date, letterDay(content.at, language, provider.tz)],
        ...(contact === undefined ? [] : [contact]),
      ],
    },
    parts: [
      { language, blocks: part(language) },
      {
        language: other,
        blocks: [{ kind: 'heading', level: 1, text: content.title[other] }, ...part(other)],
      },
    ],
  }
}

function codeBlocks(link: string | undefined, language: 'de' | 'en'): readonly PrintedBlock[] {
  const words = statementWords[language]
  if (link === undefined) return []
  return [
    { kind: 'heading', level: 2, text: words.headings.acknowledge },
    { kind: 'code', link, caption: words.acknowledge },
  ]
}

/** How anybody checks that two people signed exactly this. */
function checkBlocks(files: string, contentHash: string, language: 'de' | 'en'): readonly PrintedBlock[] {
  const { check } = statementWords[language]
  return [
    { kind: 'heading', level: 2, text: check.heading },
    { kind: 'text', text: check.text(files) },
    // In pieces, because a line has no room for it and nobody reads out 64 digits in one breath.
    { kind: 'facts', facts: [[check.hash, (contentHash.match(/.{1,8}/g) ?? []).join(' ')]] },
  ]
}

function particularBlocks(
  title: string,
  { items }: Particulars,
  language: 'de' | 'en',
): readonly PrintedBlock[] {
  const words = statementWords[language]
  return [
    { kind: 'heading', level: 2, text: title },
    {
      kind: 'facts',
      facts: items
        .filter(({ key }) => !key.startsWith('f.'))
        .map(({ key, title: name, value, estimate }) => [
          `${key}  ${name[language]}`,
          value === undefined
            ? key.startsWith('r.')
              ? '–'
              : words.notKnown
            : `${value[language]}${estimate ? ` (${words.estimate})` : ''}`,
        ]),
    },
  ]
}
