import { createHash, sign } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import type { PrintedDocument } from '../../../core/printed-document.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import type { LetterProver, Revision } from '../../../core/statements/index.ts'
import {
  type Addressee,
  addresseeOf,
  contentText,
  plainParticulars,
  plainStatement,
  type StatementContent,
  statementLetter,
} from '../../../phases/comply/statements/index.ts'
import type { SigningKey } from '../access/private-key-file.ts'
import type { StatementOffice } from './access.ts'
import type { PostingLine } from './posting-list.ts'

/** A letter before it is printed. */
export interface Letter {
  readonly content: StatementContent
  readonly document: PrintedDocument
  readonly name: string
  readonly addressee: Addressee
  readonly isApproved: boolean
  readonly revision: Revision
}

/** What a tenant gets, addressed. */
export function letterOf(
  { estate }: StatementOffice,
  content: StatementContent,
  {
    tenant,
    revision,
    isApproved,
    registered,
    notice,
    linkOf,
  }: {
    readonly registered: boolean
    readonly notice?: string
    readonly tenant: string
    readonly revision: Revision
    readonly isApproved: boolean
    readonly linkOf: (recipient: string) => string | undefined
  },
): Letter {
  const { exercise } = content
  const addressee = addresseeOf(estate, tenant, { exercise, mark: exerciseMark })
  const { address, language, recipient = '' } = addressee
  const link = linkOf(recipient)
  const version = notice === undefined ? `-r${revision.revision}` : ''
  const name = `${tenant}${version}${isApproved ? '' : '-draft'}`
  const document = statementLetter(content, estate, {
    address,
    language,
    contentHash: revision.contentHash,
    isApproved,
    isRegistered: registered,
    ...(exercise && { mark: exerciseMark }),
    ...(link !== undefined && { link }),
    files: name,
  })
  return { content, document, name, addressee, isApproved, revision }
}

/** The letter and what belongs to it, each with a signature beside it; the proof carries those of the people. */
export function writeFiles(
  to: string,
  { content, name, addressee, isApproved, revision }: Letter,
  {
    pdf,
    house,
    proofOf,
  }: { readonly pdf: Uint8Array; readonly house: SigningKey; readonly proofOf: LetterProver },
): PostingLine {
  const text = (['de', 'en'] as const)
    .map((of) => `${plainStatement(content, of)}\n\n${plainParticulars(content.particulars, of)}\n`)
    .join('\n\n')
  for (const [file, bytes] of [
    [`${name}.pdf`, pdf],
    [`${name}.json`, Buffer.from(contentText(content))],
    [`${name}.txt`, Buffer.from(content.exercise ? `${exerciseMark}\n\n${text}` : text)],
  ] as const) {
    replace(join(to, file), bytes)
    replace(join(to, `${file}.sig`), sign(undefined, bytes, house.key))
  }
  if (isApproved) replace(join(to, `${name}.proof`), proofOf(content.tenant, revision))
  return {
    tenant: content.tenant,
    revision: content.revision,
    file: `${name}.pdf`,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    address: addressee.address,
    isPostable: addressee.isPostable && isApproved,
  }
}

/** Only for this account: letters are nobody else's. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new AnlaufError('write-failed', `${folder} cannot be made a folder.`, {
      hint: 'Name a folder that this account may write to.',
      cause,
    })
  }
}

/** Written beside and then put in place: a stop leaves no half letter under its name. */
export function replace(file: string, bytes: string | Uint8Array): void {
  try {
    writeFileSync(`${file}.part`, bytes, { mode: 0o600 })
    renameSync(`${file}.part`, file)
  } catch (cause) {
    throw new AnlaufError('write-failed', `${file} cannot be written.`, {
      hint: 'Make room or name another folder, then call again: what is written already is written the same.',
      retry: 'later',
      cause,
    })
  }
}
