import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  claimsInForce,
  claimsOf,
  decisionMessage,
  type DraftState,
  draftHash,
  filledIn,
  signDecision,
  stageOfDraft,
  validApprovals,
} from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import {
  type DeskFlags,
  deskFlags,
  draftNamed,
  openDeclaredDesk,
  signerFlags,
  signerOf,
  updateFlag,
} from './desk.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface ApproveFlags extends DeskFlags {
  readonly update: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const informApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Approve a text for the public with an own key; one of "comms" and one of "legal" have to',
    fullDescription:
      'Shows both languages as the public will read them, then signs and records. The signature covers both, the times and what the claims say: any change voids it. With --dry-run nothing is signed.',
  },
  parameters: { flags: { ...deskFlags, update: updateFlag, ...signerFlags } },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    const { update, person } = flags
    const draft = draftNamed(session, update)
    const { role, key, fingerprint } = signerOf(this, session, flags)
    const claims = claimsInForce(session.desk)
    const contentHash = draftHash(flags.case, draft, claims)
    const decision = { case: flags.case, subject: 'update' as const, name: update, contentHash, person, role }
    const text = filledIn(draft.text, claimsOf(draft, claims))
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) approves that the public reads exactly this:`,
        ...textLines(draft, text),
        'The text to sign; its "contentHash" covers all of the above:',
        `  ${decisionMessage(decision).toString()}`,
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      if (flags.json)
        printJson(this, { dry_run: true, signed: decisionMessage(decision).toString(), text, fingerprint })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    const signed = signDecision(decision, key)
    await session.execute(
      { command: 'approve', update, contentHash, person, signature: signed },
      signature(this, person),
    )
    const after = draftNamed(session, update)
    const approvedBy = validApprovals(session.desk, after, this.now()).map(
      (one) => `${one.person} (${one.role})`,
    )
    const stage = stageOfDraft(session.desk, after, this.now())
    if (flags.json)
      return printJson(this, { update, contentHash, person, role, fingerprint, approvedBy, stage })
    printLines(this, [
      `Signed and recorded. Approved by ${approvedBy.map(printName).join(' and ')}.`,
      ...(stage === 'approved'
        ? [
            'Next:',
            `  anlauf inform publish --case ${flags.case} --estate ${flags.estate} --update ${update}`,
          ]
        : ['It needs one of "comms" and one of "legal", with two keys.']),
    ])
  },
})

interface RejectFlags extends DeskFlags {
  readonly update: string
  readonly person: string
  readonly why: string
}

export const informReject = buildCommand<RejectFlags, [], AnlaufContext>({
  docs: { brief: 'Send a text back to its author, with the reason' },
  parameters: {
    flags: {
      ...deskFlags,
      update: updateFlag,
      person: signerFlags.person,
      why: { kind: 'parsed', parse: parseLine, brief: 'What has to change', placeholder: 'text' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    const { update, person, why } = flags
    const contentHash = draftHash(flags.case, draftNamed(session, update), claimsInForce(session.desk))
    await session.execute({ command: 'reject', update, contentHash, person, why }, signature(this, person))
    if (flags.json) return printJson(this, { update, stage: 'rejected', contentHash, person, why })
    printLines(this, [`${update} goes back: ${printName(why)}. Draft it again when it is mended.`])
  },
})

function textLines(draft: DraftState, text: { readonly de: string; readonly en: string }): readonly string[] {
  const { asOf, nextBy, everyHours, corrects } = draft
  const block = (title: string, words: string): readonly string[] => [
    `  [${title}]`,
    ...words.split('\n').map((line) => `  | ${printName(line)}`),
  ]
  return [
    `  state of knowledge: ${asOf === undefined ? 'the moment of publication' : formatTime(asOf)}`,
    `  next update by: ${nextBy === undefined ? `${everyHours ?? 0} hours after publication` : formatTime(nextBy)}`,
    ...block('de', text.de),
    ...block('en', text.en),
    ...(corrects === undefined
      ? []
      : [
          `  corrects update ${corrects.number}:`,
          ...block('was de', corrects.was.de),
          ...block('was en', corrects.was.en),
          ...block('why de', corrects.why.de),
          ...block('why en', corrects.why.en),
        ]),
  ]
}
