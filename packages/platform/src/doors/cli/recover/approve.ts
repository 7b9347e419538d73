import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  type Approval,
  approvalEnd,
  approvalMessage,
  type CaseSession,
  signApproval,
  stageOf,
  unitContentHash,
  type UnitState,
} from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, openDeclaredCase, signature, unitOf } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { changesFlag, databaseRows, requireLookedAt } from './database-findings.ts'
import { nextStep } from '../case/next-step.ts'
import { counted, formatBytes, formatCount, printJson, printLines, tableLines } from '../terminal/output.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { openStores } from '../access/stores.ts'

interface ApproveFlags {
  readonly case: string
  readonly unit: string
  readonly person: string
  readonly key: string
  readonly changes?: readonly string[]
  readonly hours: number
  readonly dryRun: boolean
  readonly json: boolean
}

export const recoverApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Approve the release of one unit with an own key; two different people have to',
    fullDescription:
      'Shows exactly what is signed, then signs and records it. The signature covers every fact that the case holds of the unit: any later fact voids it. With --dry-run nothing is signed.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      unit: { kind: 'parsed', parse: String, brief: 'The unit (tenant) to approve', placeholder: 'id' },
      person: { kind: 'parsed', parse: parseLine, brief: 'Who approves, as registered', placeholder: 'name' },
      key: { kind: 'parsed', parse: String, brief: "The person's Ed25519 private key", placeholder: 'file' },
      changes: changesFlag,
      hours: {
        kind: 'parsed',
        parse: parseHours,
        default: '24',
        brief: 'The approval counts for so many hours, at most 72',
        placeholder: 'count',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Show what would be signed, sign nothing' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const unit = unitOf(session, flags.unit)
    const approval = approvalOf(session, unit, flags.person, approvalEnd(this.now(), flags.hours * 3_600_000))
    const { key, fingerprint } = readPrivateKey(this, flags.key)
    refuseForeignKey(session, flags, fingerprint)
    if (!flags.dryRun) requireLookedAt(unit, flags.changes)
    if (!flags.json) printLines(this, describe(approval, unit, fingerprint))
    if (flags.dryRun) {
      if (flags.json)
        printJson(this, { dry_run: true, signed: approvalMessage(approval).toString(), fingerprint })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    await session.execute(
      {
        command: 'approve',
        unit: unit.unit,
        contentHash: approval.contentHash,
        person: flags.person,
        expiresAt: approval.expiresAt,
        signature: signApproval(approval, key),
      },
      signature(this, flags.person),
    )
    const after = unitOf(session, unit.unit)
    const people = after.approvals.map(({ person }) => person)
    const stage = stageOf(after)
    const next = nextStep(session.state, after)
    if (flags.json) return printJson(this, { ...approval, fingerprint, approvedBy: people, stage, next })
    printLines(this, [
      `Signed and recorded. ${unit.unit} is approved by ${people.map(printName).join(' and ')}${stage === 'approved' ? '.' : '; a second person with an own key is missing.'}`,
      ...(next === undefined ? [] : ['Next:', `  ${next}`]),
    ])
  },
})

function parseHours(input: string): number {
  const hours = Number(input)
  if (Number.isInteger(hours) && hours >= 1 && hours <= 72) return hours
  throw new AnlaufError('input-invalid', `"${input}" are no hours from 1 to 72.`, {
    hint: 'Give a whole number. What is meant for tonight does not count next week: approve again when it has run out.',
  })
}

/** Throws `input-invalid` for somebody who is not registered, and for a unit of which nothing can be approved yet. */
function approvalOf(
  { state }: CaseSession,
  unit: UnitState,
  person: string,
  expiresAt: string,
): Approval & { readonly expiresAt: string } {
  const approver = state.approvers.get(person)
  if (approver === undefined) {
    const known = [...state.approvers.keys()]
    throw new AnlaufError('input-invalid', `${printName(person)} is not registered as approver.`, {
      hint: `Registered: ${known.map(printName).join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
    })
  }
  if (unit.scanned === undefined) {
    throw new AnlaufError(
      'input-invalid',
      `Nothing of ${unit.unit} was restored, verified and scanned yet.`,
      {
        hint: `First: ${nextStep(state, unit) ?? 'nothing'}`,
      },
    )
  }
  const contentHash = unitContentHash(state.id, unit)
  return { case: state.id, unit: unit.unit, contentHash, person, role: approver.role, expiresAt }
}

function refuseForeignKey({ state }: CaseSession, { person, key }: ApproveFlags, fingerprint: string): void {
  const registered = state.approvers.get(person)?.keyId
  if (registered === fingerprint) return
  throw new AnlaufError(
    'input-invalid',
    `${key} is not the key that was registered for ${printName(person)}.`,
    {
      hint: `Registered is ${registered}, the file holds ${fingerprint}. Nothing was signed.`,
    },
  )
}

function describe(approval: Approval, unit: UnitState, fingerprint: string): string[] {
  const { chosen, restored, verified, scanned, quarantined, caseReview } = unit
  const size = (fact: { files: number; bytes: number } | undefined): string =>
    fact === undefined ? 'nothing' : `${counted(fact.files, 'file')}, ${formatBytes(fact.bytes)}`
  const facts = [
    [
      '  chosen',
      size(chosen),
      `plan ${chosen?.planDigest ?? ''}, ${formatCount(chosen?.leftOut ?? 0)} left out`,
    ],
    ['  restored', size(restored), `manifest ${restored?.manifestDigest ?? ''}`],
    ['  verified', size(verified), `manifest ${verified?.manifestDigest ?? ''}`],
    [
      '  scanned',
      `${formatCount(scanned?.clean ?? 0)} clean, ${formatCount(scanned?.unscanned ?? 0)} unscanned`,
      `${scanned?.engine ?? ''} ${scanned?.engineVersion ?? ''}, rules ${scanned?.ruleSetDigest ?? ''}`,
    ],
    ...databaseRows(unit),
    ['  held back', `${formatCount(quarantined)} in quarantine, ${formatCount(caseReview)} for a person`],
  ]
  return [
    `${printName(approval.person)} (${printName(approval.role)}) approves that ${unit.unit} gets exactly this back:`,
    ...tableLines(facts),
    'The text to sign; its "contentHash" covers all of the above:',
    `  ${approvalMessage(approval).toString()}`,
    `The key ${fingerprint}`,
  ]
}
