import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  type Audience,
  approversText,
  audienceOf,
  caseOf,
  claimsInForce,
  decisionMessage,
  type DraftState,
  draftHash,
  shownText,
  signDecision,
  stageOfDraft,
  subjectOf,
  tlpOf,
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

const readers: Readonly<Record<Audience, string>> = {
  public: 'the public reads',
  tenant: 'tenants read',
  authority: 'an authority reads',
  staff: 'all staff read',
  press: 'the press reads',
}

export const informApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Approve a text with an own key; for the public one of "comms" and one of "legal" have to',
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
    const subject = subjectOf(draft)
    const decision = { case: caseOf(subject, flags.case), subject, name: update, contentHash, person, role }
    const text = shownText(session.desk, draft, this.now())
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) approves that ${readers[audienceOf(draft)]} exactly this:`,
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
        : [`It needs ${approversText(draft)}.`]),
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
  const isForPublic = audienceOf(draft) === 'public'
  const block = (title: string, words: string): readonly string[] => [
    `  [${title}]`,
    ...words.split('\n').map((line) => `  | ${printName(line)}`),
  ]
  return [
    `  state of knowledge: ${asOf === undefined ? 'the moment of publication' : formatTime(asOf)}`,
    `  ${isForPublic ? 'public' : audienceOf(draft)}, TLP:${tlpOf(draft)}`,
    ...(isForPublic ? [`  next update by: ${promiseText(nextBy, everyHours)}`] : []),
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

function promiseText(nextBy: string | undefined, everyHours: number | undefined): string {
  if (nextBy !== undefined) return formatTime(nextBy)
  return everyHours === undefined ? 'as promised before' : `${everyHours} hours after publication`
}
