import { createPublicKey } from 'node:crypto'
import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { openPress } from '../../../adapters/documents/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import {
  letterProver,
  type SignedWords,
  signedWords,
  statementStage,
  verifyLetterScript,
} from '../../../core/statements/index.ts'
import { promisesEnd } from '../../../phases/comply/statements/index.ts'
import { signature } from '../case/access.ts'
import { mailFlag } from '../access/mail-file.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey } from '../evidence/key.ts'
import { noticeNameFlag } from '../notice/desk.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import {
  inParts,
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  type StatementOffice,
  tenantsOf,
  whereabouts,
} from './access.ts'
import { linksFor } from './letter-links.ts'
import {
  outdatedAnywayFlag,
  outdatedCheck,
  outdatedLines,
  requireCurrent,
  requirePromises,
} from './outdated.ts'
import { noticeFile, type PostingLine, postingList } from './posting-list.ts'
import { type Letter, letterOf, makeFolder, replace, writeFiles } from './write-letter.ts'

interface LetterFlags extends StatementFlags {
  readonly tenant?: string
  readonly to: string
  readonly registered: boolean
  readonly drafts: boolean
  readonly notice?: string
  readonly mail?: string
  readonly outdatedAnyway?: string
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
      notice: {
        ...noticeNameFlag,
        optional: true,
        brief:
          'Ready for "anlauf notice draft": files named TENANT.pdf, notice.txt, codes that confirm this notice',
      },
      mail: mailFlag,
      outdatedAnyway: outdatedAnywayFlag,
      drafts: { kind: 'boolean', default: false, brief: 'Also what nobody approved yet, marked as a draft' },
    },
  },
  async func(flags) {
    await using office = await openOffice(this, flags)
    const { desk } = office.session
    const wanted = tenantsOf(office, flags.tenant).flatMap((tenant) => {
      const revision = desk.statements.get(tenant)?.at(-1)
      if (revision === undefined) return []
      const isApproved = statementStage(desk, tenant, revision) !== 'in review'
      return isApproved || flags.drafts ? [{ tenant, revision, isApproved }] : []
    })
    if (wanted.length === 0) {
      throw new AnlaufError('gate-closed', 'No approved statement is there to be written.', {
        hint: 'Approve with "anlauf statement approve"; --drafts writes what is in review, marked as such.',
      })
    }
    const now = this.now()
    const renewing = `anlauf statement draft ${whereabouts(flags)} --renew --next-by TIME`
    // What was posted may be written again for the files, but not sent again.
    const isLeaving = ({ tenant, revision, isApproved }: (typeof wanted)[number]): boolean =>
      isApproved && (flags.notice !== undefined || statementStage(desk, tenant, revision) === 'approved')
    requirePromises(wanted.filter(isLeaving), now, renewing)
    // A draft is read, not sent: only what could be posted has to be what is known now.
    const outdated = wanted.filter(outdatedCheck(office, now))
    const leaving = outdated.flatMap(({ tenant, isApproved }) => (isApproved ? [tenant] : []))
    requireCurrent(leaving, flags.outdatedAnyway)
    if (flags.outdatedAnyway !== undefined) {
      const overrule = { command: 'overrule', tenants: leaving, reason: flags.outdatedAnyway } as const
      await office.session.execute(overrule, signature(this))
    }
    const house = evidenceKey(this)
    makeFolder(flags.to)
    replace(
      join(flags.to, 'house-key.pem'),
      createPublicKey(house.key).export({ type: 'spki', format: 'pem' }),
    )
    replace(join(flags.to, 'verify-letter.sh'), verifyLetterScript)
    const proofOf = letterProver(desk, await wordsOf(office))
    using progress = progressLine(this, { quiet: flags.json })
    await using press = openPress()
    const list: PostingLine[] = []
    let printing: Promise<void> = Promise.resolve()
    for (const part of inParts(wanted, 200)) {
      this.signal.throwIfAborted()
      const contents = await office.contents(part)
      // Old drafts say only in their text what they promise.
      const kept = part.filter(isLeaving).flatMap(({ tenant, revision }) => {
        const content = contents.get(tenant)
        return content === undefined
          ? []
          : [{ tenant, revision: { ...revision, promisesEnd: promisesEnd(content) } }]
      })
      requirePromises(kept, now, renewing)
      const linkOf = await linksFor(this, office, part, flags)
      const letters = part.flatMap((one) => {
        const content = contents.get(one.tenant)
        return content === undefined ? [] : [letterOf(office, content, { ...flags, ...one, linkOf })]
      })
      // While one part is printed, the next one is read and composed.
      await printing
      printing = printPart(letters)
      // What it throws is thrown where it is awaited, and alarms nobody before.
      printing.catch(() => undefined)
    }
    await printing
    async function printPart(letters: readonly Letter[]): Promise<void> {
      const orders = letters.map(({ document, content }) => ({ document, at: new Date(content.at) }))
      const printed = await press.print(orders)
      for (const [at, letter] of letters.entries()) {
        list.push(writeFiles(flags.to, letter, { pdf: printed[at] ?? new Uint8Array(), house, proofOf }))
      }
      progress.update({ phase: 'letters', done: list.length, total: wanted.length })
    }
    progress.end()
    if (flags.notice !== undefined) replace(join(flags.to, 'notice.txt'), noticeFile(list))
    replace(join(flags.to, 'posting-list.csv'), postingList(list))
    const postable = list.filter(({ isPostable }) => isPostable).length
    if (flags.json) {
      return printJson(this, {
        letters: list.length,
        postable,
        outdated: outdated.map(({ tenant }) => tenant),
        to: flags.to,
        key: house.fingerprint,
      })
    }
    printLines(this, [
      `${list.length} letters in ${flags.to}, ${postable} with an address; see posting-list.csv.`,
      ...outdatedLines(outdated.map(({ tenant }) => tenant)),
      ...(desk.case.exercise ? [`${exerciseMark}: no letter has an address, none is to be posted.`] : []),
      `Signed with the key of the house ${house.fingerprint}. To check one:`,
      `  openssl pkeyutl -verify -pubin -inkey house-key.pem -rawin -in FILE -sigfile FILE.sig`,
      'That two people signed one, alone or together with others:',
      '  sh verify-letter.sh LETTER.json LETTER.proof [FINGERPRINT ...]',
      ...(flags.notice === undefined
        ? []
        : [
            'To send them by mail:',
            `  anlauf notice draft ${join(flags.to, 'notice.txt')} --case ${flags.case} --estate ${flags.estate} --notice ${flags.notice} --letters ${flags.to}`,
          ]),
      ...(desk.case.exercise
        ? []
        : [`After posting: anlauf statement posted ${whereabouts(flags)} --at TIME`]),
    ])
  },
})

/** The signatures of passkeys as the log keeps them. */
async function wordsOf({ stores, session: { desk } }: StatementOffice): Promise<SignedWords> {
  const words = signedWords()
  if (desk.asked.size === 0) return words
  for await (const entry of stores.log.read(desk.case.id, 1)) words.add(entry)
  return words
}
