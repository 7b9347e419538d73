import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  approvalHash,
  filingMessage,
  filingName,
  isEnough,
  latestRevision,
  signFiling,
  standingApprovals,
} from '../../../core/filings/index.ts'
import { blocking, draftFindings, keptDrafts, plainText, standingOf } from '../../../phases/comply/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { signerFlags, signerOf } from '../inform/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { dutyFlag, dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'

export interface ApproveFlags extends DutyFlags {
  readonly duty: string
  readonly tenant?: string
  readonly group?: string
  readonly incomplete?: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const dutyApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Sign off a document as its last revision reads; two people of the duty’s roles, two keys',
    fullDescription:
      'Shows the whole document first. Required answers that are missing need --incomplete with the reason, which is signed too; what names a customer is signed by nobody. A later revision has to be signed anew.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      duty: dutyFlag,
      tenant: { kind: 'parsed', parse: String, optional: true, brief: 'Whose document', placeholder: 'id' },
      group: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Of a letter: the group of persons',
        placeholder: 'name',
      },
      incomplete: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Why it goes out although required answers are missing',
        placeholder: 'reason',
      },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { person, tenant, group, language, incomplete } = flags
    await using desk = await openDutyDesk(this, flags)
    const duty = desk.duty(flags.duty)
    if (duty.approve.length === 0) {
      throw new AnlaufError('nothing-to-do', `${duty.id} is signed off by nobody.`, {
        hint: 'It is the duty of somebody else, shown for information.',
      })
    }
    const filing = filingName({
      duty: duty.id,
      language,
      ...(tenant !== undefined && { tenant }),
      ...(group !== undefined && { group }),
    })
    const last = latestRevision(desk.filings.log, filing)
    const draft = last && (await keptDrafts(desk, [last])).get(last.contentHash)
    if (last === undefined || draft === undefined) {
      throw new AnlaufError('not-found', `There is no draft "${filing}".`, {
        hint: `Make one: anlauf duty draft --duty ${duty.id} --language ${language}. Drafts: ${[...desk.filings.log.revisions.keys()].slice(0, 8).join('; ') || 'none'}.`,
      })
    }
    const stopped = draftFindings(draft, desk.estate, this.now()).find(({ problem }) =>
      blocking.includes(problem),
    )
    if (stopped !== undefined) {
      throw new AnlaufError('gate-closed', `[${stopped.key}] names a customer: ${stopped.detail}.`, {
        hint: 'State the fact without the name, and draft the document anew.',
      })
    }
    const { role, key, fingerprint } = signerOf(this, { desk: desk.facts.desk }, flags)
    const contentHash = approvalHash(last.contentHash, incomplete)
    const signed = { case: flags.case, subject: 'filing', name: filing, contentHash, person, role } as const
    if (!flags.json) {
      this.process.stdout.write(plainText(draft, await standingOf(desk, duty, draft)))
      printLines(this, [
        '',
        `${printName(person)} (${printName(role)}) signs revision ${last.revision} of ${filing}.`,
        `The text to sign: ${filingMessage(signed).toString()}`,
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      if (flags.json) printJson(this, { dry_run: true, filing, contentHash: last.contentHash })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    await desk.filings.execute(
      {
        command: 'approve',
        filing,
        duty,
        contentHash: last.contentHash,
        ...(incomplete !== undefined && { incomplete }),
        person,
        signature: signFiling(signed, key),
      },
      signature(this, person),
    )
    const approvals = standingApprovals(desk.filings.log, last.contentHash)
    const isApproved = isEnough(duty.approve, approvals)
    const people = approvals.map((one) => one.person)
    if (flags.json) {
      return printJson(this, {
        filing,
        revision: last.revision,
        contentHash: last.contentHash,
        approved: isApproved,
        people,
      })
    }
    printLines(this, [
      isApproved
        ? `Approved by ${people.map(printName).join(', ')}. Hand it in, then: anlauf duty submitted --receipt FILE.`
        : `Signed by ${people.map(printName).join(', ')}. It takes ${duty.approve.join(' and ')}: two people, two keys.`,
    ])
  },
})
