import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { noticeApprovals, noticeContent, noticeHash, noticeStage } from '../../../core/notices/index.ts'
import { decisionMessage, signDecision } from '../../../core/updates/index.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { signerFlags } from '../inform/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, noticeOf, openNoticeDesk } from './desk.ts'

interface ApproveFlags extends NoticeFlags {
  readonly notice: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const noticeApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Approve a notice with an own key; one of "dpo" and one of "forensics" have to',
    fullDescription:
      'Shows both languages, who gets it and what goes with it, then signs and records. Any change voids the signature. With --dry-run nothing is signed.',
  },
  parameters: { flags: { ...noticeFlags, notice: noticeNameFlag, ...signerFlags } },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const { session } = open
    const { notice: name, person } = flags
    const state = noticeOf(session, name)
    const notice = noticeContent(state)
    const approver = session.desk.case.approvers.get(person)
    const { key, fingerprint } = readPrivateKey(this, flags.key)
    if (approver === undefined || approver.keyId !== fingerprint) {
      throw new AnlaufError(
        'input-invalid',
        approver === undefined
          ? `${printName(person)} is not registered as approver.`
          : `${flags.key} is not the key that was registered for ${printName(person)}.`,
        {
          hint: `Registered: ${[...session.desk.case.approvers.keys()].map(printName).join(', ') || 'nobody yet'}. Nothing was signed.`,
        },
      )
    }
    const { role } = approver
    const contentHash = noticeHash(flags.case, notice)
    const decision = { case: flags.case, subject: 'notice', name, contentHash, person, role } as const
    const signed = decisionMessage(decision).toString()
    if (!flags.json) {
      const block = (title: string, words: string): readonly string[] => [
        `  [${title}]`,
        ...words.split('\n').map((line) => `  | ${printName(line)}`),
      ]
      printLines(this, [
        `${printName(person)} (${printName(role)}) approves that ${notice.tenants.length} tenants read exactly this:`,
        ...block('subject de', notice.subject.de),
        ...block('de', notice.text.de),
        ...block('subject en', notice.subject.en),
        ...block('en', notice.text.en),
        ...Object.entries(notice.own ?? {}).flatMap(([tenant, words]) => [
          ...block(`own ${tenant} de`, words.de),
          ...block(`own ${tenant} en`, words.en),
        ]),
        `  duty: ${notice.duty ?? 'none'}; a call after ${notice.ackHours} hours of silence`,
        ...(notice.letters === undefined ? [] : [`  letters ${notice.letters}`]),
        `  tenants: ${notice.tenants.slice(0, 20).join(', ')}${notice.tenants.length > 20 ? ' …' : ''}`,
        'The text to sign; its "contentHash" covers all of the above:',
        `  ${signed}`,
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      if (flags.json) printJson(this, { dry_run: true, signed, fingerprint })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    await session.execute(
      { command: 'approve', notice: name, contentHash, person, signature: signDecision(decision, key) },
      signature(this, person),
    )
    const after = noticeOf(session, name)
    const stage = noticeStage(session.desk, after, this.now())
    const approvedBy = noticeApprovals(session.desk, after, this.now()).map(
      (one) => `${one.person} (${one.role})`,
    )
    if (flags.json) return printJson(this, { notice: name, contentHash, approvedBy, stage })
    printLines(this, [
      `Signed and recorded. Approved by ${approvedBy.map(printName).join(' and ')}.`,
      ...(stage === 'approved'
        ? ['Next:', `  anlauf notice send --case ${flags.case} --estate ${flags.estate} --notice ${name}`]
        : ['It needs one of "dpo" and one of "forensics", with two keys.']),
    ])
  },
})
