import { basename } from 'node:path'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  consentHash,
  type DocumentTag,
  documentTags,
  filingName,
  isConsented,
  signFiling,
  tagHash,
  tagsOf,
} from '../../../core/filings/index.ts'
import { sha256Of } from '../../../phases/comply/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { signerFlags, signerOf } from '../inform/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'

/** Of documents that people hand on. */
export const maxDocument = 256 * 1024 * 1024

interface TagFlags extends DutyFlags {
  readonly file: string
  readonly tag: DocumentTag
  readonly label?: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

const fileFlag = { kind: 'parsed', parse: String, brief: 'The document', placeholder: 'file' } as const

export const dutyTag = buildCommand<TagFlags, [], AnlaufContext>({
  docs: {
    brief: 'Say what a file is: kept apart (bdsg42-43, counsel, insurer) or free to be handed on; signed',
    fullDescription:
      'A complaint takes only files that legal or dpo called free; a file that anybody keeps apart goes only with "duty consent". The stricter word counts. The case keeps the SHA-256, not the file.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      file: fileFlag,
      tag: { kind: 'enum', values: documentTags, brief: 'What it is' },
      label: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'What people call it (default: the file’s name)',
        placeholder: 'text',
      },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { person, tag } = flags
    const document = sha256Of(readInputFile(flags.file, { what: 'document', maxBytes: maxDocument }))
    const label = flags.label ?? parseLine(basename(flags.file))
    await using desk = await openDutyDesk(this, flags)
    const { role, key } = signerOf(this, { desk: desk.facts.desk }, flags)
    const contentHash = tagHash(document, tag, label)
    const signed = { case: flags.case, subject: 'tag', name: document, contentHash, person, role } as const
    if (!flags.dryRun) {
      await desk.filings.execute(
        { command: 'tag', document, tag, label, person, signature: signFiling(signed, key) },
        signature(this, person),
      )
    }
    const tags = [...tagsOf(desk.filings.log, document)]
    if (flags.json) return printJson(this, { document, tags, ...(flags.dryRun && { dry_run: true }) })
    printLines(this, [
      ...(flags.dryRun ? ['Dry run: nothing was signed.'] : []),
      `${document}: ${tags.join(', ') || '-'}`,
    ])
  },
})

interface ConsentFlags extends DutyFlags {
  readonly file: string
  readonly tag: DocumentTag
  readonly into: string
  readonly reason: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const dutyConsent = buildCommand<ConsentFlags, [], AnlaufContext>({
  docs: {
    brief: 'Consent that a document that is kept apart goes into a complaint; legal and management, signed',
    fullDescription:
      'Two people with two keys sign the same reason for exactly this file and this document. BDSG §§ 42(4), 43(4): without consent a notice is not used against who made it.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      file: fileFlag,
      tag: { kind: 'enum', values: documentTags, brief: 'As what it is kept apart' },
      into: {
        kind: 'parsed',
        parse: String,
        default: 'stpo-158',
        brief: 'Id of the duty whose document it goes into',
        placeholder: 'duty',
      },
      reason: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Why, in one line; both sign the same',
        placeholder: 'text',
      },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { person, tag, reason, language } = flags
    const document = sha256Of(readInputFile(flags.file, { what: 'document', maxBytes: maxDocument }))
    await using desk = await openDutyDesk(this, flags)
    const into = filingName({ duty: desk.duty(flags.into).id, language })
    const { role, key } = signerOf(this, { desk: desk.facts.desk }, flags)
    const contentHash = consentHash(document, tag, reason)
    const signed = { case: flags.case, subject: 'consent', name: into, contentHash, person, role } as const
    if (!flags.dryRun) {
      await desk.filings.execute(
        { command: 'consent', document, tag, into, reason, person, signature: signFiling(signed, key) },
        signature(this, person),
      )
    }
    const holds = isConsented(desk.filings.log, document, tag, into)
    if (flags.json) {
      return printJson(this, { document, tag, into, holds, ...(flags.dryRun && { dry_run: true }) })
    }
    printLines(this, [
      ...(flags.dryRun ? ['Dry run: nothing was signed.'] : []),
      holds
        ? `Consented: ${document} may go into ${into}.`
        : `Signed by ${printName(person)}; the other one of legal and management has to sign the same reason.`,
    ])
  },
})
