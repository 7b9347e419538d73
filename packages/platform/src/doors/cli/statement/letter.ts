import { createHash, createPublicKey, sign } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { openPress } from '../../../adapters/documents/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { PrintedDocument } from '../../../core/printed-document.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import { type Revision, statementStage } from '../../../core/statements/index.ts'
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
import type { AnlaufContext } from '../context.ts'
import { evidenceKey } from '../evidence/key.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import {
  inParts,
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  type StatementOffice,
  tenantsOf,
} from './access.ts'

interface LetterFlags extends StatementFlags {
  readonly tenant?: string
  readonly to: string
  readonly registered: boolean
  readonly drafts: boolean
}

export const statementLetterCommand = buildCommand<LetterFlags, [], AnlaufContext>({
  docs: {
    brief:
      'Write the approved statements as letters (PDF/A), with particulars, signatures and a posting list',
    fullDescription:
      'For each tenant: the letter, its content and particulars as JSON and text, each signed with the key of the house; "house-key.pem" checks them. Written again, the files have the same bytes. In an exercise no letter has an address.',
  },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: someTenantFlag,
      to: { kind: 'parsed', parse: String, brief: 'Folder for the letters', placeholder: 'dir' },
      registered: { kind: 'boolean', default: false, brief: 'Marked as registered, with advice of receipt' },
      drafts: { kind: 'boolean', default: false, brief: 'Also what nobody approved yet, marked as a draft' },
    },
  },
  async func(flags) {
    await using office = await openOffice(this, flags)
    const { desk } = office.session
    const wanted = tenantsOf(office, flags.tenant).flatMap((tenant) => {
      const revision = desk.statements.get(tenant)?.at(-1)
      if (revision === undefined) return []
      const isApproved = statementStage(desk, revision) !== 'in review'
      return isApproved || flags.drafts ? [{ tenant, revision, isApproved }] : []
    })
    if (wanted.length === 0) {
      throw new AnlaufError('gate-closed', 'No approved statement is there to be written.', {
        hint: 'Approve with "anlauf statement approve"; --drafts writes what is in review, marked as such.',
      })
    }
    const house = evidenceKey(this)
    makeFolder(flags.to)
    replace(
      join(flags.to, 'house-key.pem'),
      createPublicKey(house.key).export({ type: 'spki', format: 'pem' }),
    )
    using progress = progressLine(this, { quiet: flags.json })
    await using press = openPress()
    const list: PostingLine[] = []
    for (const part of inParts(wanted, 200)) {
      this.signal.throwIfAborted()
      const contents = await office.contents(part)
      const letters = part.flatMap((one) => {
        const content = contents.get(one.tenant)
        return content === undefined ? [] : [letterOf(office, content, { ...flags, ...one })]
      })
      const printed = await press.print(
        letters.map(({ document, content }) => ({ document, at: new Date(content.at) })),
      )
      for (const [at, letter] of letters.entries()) {
        list.push(writeFiles(flags.to, letter, { pdf: printed[at] ?? new Uint8Array(), house }))
      }
      progress.update({ phase: 'letters', done: list.length, total: wanted.length })
    }
    progress.end()
    replace(join(flags.to, 'posting-list.csv'), postingList(list))
    const postable = list.filter(({ isPostable }) => isPostable).length
    if (flags.json) {
      return printJson(this, { letters: list.length, postable, to: flags.to, key: house.fingerprint })
    }
    printLines(this, [
      `${list.length} letters in ${flags.to}, ${postable} with an address; see posting-list.csv.`,
      ...(desk.case.exercise ? [`${exerciseMark}: no letter has an address, none is to be posted.`] : []),
      `Signed with the key of the house ${house.fingerprint}. To check one:`,
      `  openssl pkeyutl -verify -pubin -inkey house-key.pem -rawin -in FILE -sigfile FILE.sig`,
      ...(desk.case.exercise ? [] : ['After posting: anlauf statement posted']),
    ])
  },
})

interface PostingLine {
  readonly tenant: string
  readonly revision: number
  readonly file: string
  readonly sha256: string
  readonly address: readonly string[]
  readonly isPostable: boolean
}

interface Letter {
  readonly content: StatementContent
  readonly document: PrintedDocument
  readonly name: string
  readonly addressee: Addressee
  readonly isApproved: boolean
}

function letterOf(
  { estate }: StatementOffice,
  content: StatementContent,
  {
    tenant,
    revision,
    isApproved,
    registered,
  }: {
    readonly tenant: string
    readonly revision: Revision
    readonly isApproved: boolean
    readonly registered: boolean
  },
): Letter {
  const { exercise } = content
  const addressee = addresseeOf(estate, tenant, { exercise, mark: exerciseMark })
  const { address, language } = addressee
  const document = statementLetter(content, estate, {
    address,
    language,
    contentHash: revision.contentHash,
    isApproved,
    isRegistered: registered,
    ...(exercise && { mark: exerciseMark }),
  })
  const name = `${tenant}-r${revision.revision}${isApproved ? '' : '-draft'}`
  return { content, document, name, addressee, isApproved }
}

/** The letter and what belongs to it, each with a signature beside it. */
function writeFiles(
  to: string,
  { content, name, addressee, isApproved }: Letter,
  { pdf, house }: { readonly pdf: Uint8Array; readonly house: SigningKey },
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
  return {
    tenant: content.tenant,
    revision: content.revision,
    file: `${name}.pdf`,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    address: addressee.address,
    isPostable: addressee.isPostable && isApproved,
  }
}

function makeFolder(folder: string): void {
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
function replace(file: string, bytes: string | Uint8Array): void {
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

/** One line a letter. A value that a table program would calculate begins with an apostrophe (OWASP, CSV injection). */
function postingList(list: readonly PostingLine[]): string {
  const cell = (value: string): string =>
    `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`
  const rows = list.map(({ tenant, revision, file, sha256, address, isPostable }) =>
    [tenant, String(revision), file, sha256, isPostable ? 'yes' : 'no', address.join(', '), '', '']
      .map(cell)
      .join(','),
  )
  return `${['tenant,revision,file,sha256,post,address,posted at,number', ...rows].join('\r\n')}\r\n`
}
