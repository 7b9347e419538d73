import { printName } from '@anlauf/repository'

import {
  type CaseSession,
  decisionMessage,
  type QueuedClass,
  type QueueDecision,
  type QueueOutcome,
  signaturesNeeded,
  signDecision,
  standingOf,
} from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import type { QueueGroup } from '../../../../phases/recover/index.ts'
import { caseFlag, signature, unitOf } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine } from '../../flags/flag-values.ts'
import { nextStep } from '../../case/next-step.ts'
import { counted, printJson, printLines } from '../../terminal/output.ts'
import { readPrivateKey } from '../../access/private-key-file.ts'
import { groupLines } from './lines.ts'
import { queueFlag } from './list.ts'
import { queueWords } from './words.ts'
import { languageFlag } from '../../flags/language.ts'

/** The flags of whoever decides. */
export interface SignFlags {
  readonly case: string
  readonly queue: string
  readonly outcome: QueueOutcome
  readonly reason: string
  readonly person: string
  readonly key: string
  readonly askedByTenant: boolean
  readonly dryRun: boolean
  readonly language: 'en' | 'de'
  readonly json: boolean
}

export const signFlags = {
  case: caseFlag,
  queue: queueFlag,
  outcome: {
    kind: 'enum',
    values: ['takeNewest', 'takePrevious', 'leaveOut', 'release'],
    brief: 'takeNewest, takePrevious, leaveOut; release: what a run held back',
  },
  reason: {
    kind: 'parsed',
    parse: parseLine,
    brief: 'Why, in one line; it stays in the evidence',
    placeholder: 'text',
  },
  person: { kind: 'parsed', parse: parseLine, brief: 'Who decides, as registered', placeholder: 'name' },
  key: { kind: 'parsed', parse: String, brief: "The person's Ed25519 private key", placeholder: 'file' },
  askedByTenant: {
    kind: 'boolean',
    default: false,
    brief: 'The tenant decided about its own data, and told you',
  },
  dryRun: { kind: 'boolean', default: false, brief: 'Show what would be signed, sign nothing' },
  language: languageFlag,
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

/** Shows what is decided, signs and records it. All groups are of one unit and one class. */
export async function signGroups(
  context: AnlaufContext,
  session: CaseSession,
  flags: SignFlags,
  chosen: { readonly groups: readonly QueueGroup[]; readonly rule?: string },
): Promise<void> {
  const { groups, rule } = chosen
  const [first] = groups
  if (first === undefined) throw nothing()
  requireOneKind(groups)
  const { unit } = first
  requireKnown(session, groups)
  const { person, outcome, reason } = flags
  const approver = session.state.approvers.get(person)
  const { key, fingerprint } = readPrivateKey(context, flags.key)
  if (approver?.keyId !== fingerprint) throw notRegistered(person, flags.key)
  const decision: QueueDecision = {
    case: session.state.id,
    unit,
    class: first.class as QueuedClass,
    outcome,
    facts: groups.map(({ facts }) => facts).toSorted(),
    reason,
    ...(rule !== undefined && { rule }),
    ...(flags.askedByTenant && { askedByTenant: true as const }),
    person,
    role: approver.role,
  }
  const signed = { signature: signDecision(decision, key) }
  const { case: _case, role: _role, ...said } = decision
  const refusal = await session.refusalOf({ command: 'decideQueue', ...said, ...signed })
  if (refusal !== undefined) throw refusal
  const words = queueWords[flags.language]
  if (!flags.json) {
    printLines(context, [
      ...groupLines(groups, words),
      words.signs(printName(person), words.outcomes[outcome]),
      `  ${decisionMessage(decision).toString()}`,
    ])
  }
  if (flags.dryRun) {
    if (flags.json)
      printJson(context, { dry_run: true, signed: decisionMessage(decision).toString(), fingerprint })
    else printLines(context, [words.dryRun])
    return
  }
  await session.execute({ command: 'decideQueue', ...said, ...signed }, signature(context, person))
  report(context, session, decision, flags)
}

function report(
  context: AnlaufContext,
  session: CaseSession,
  { unit, facts, outcome }: QueueDecision,
  flags: SignFlags,
): void {
  const queue = session.state.queues.get(unit)
  const standings = facts.flatMap((digest) => {
    const group = queue?.groups.get(digest)
    return queue === undefined || group === undefined ? [] : [{ group, standing: standingOf(group, queue) }]
  })
  const count = (kind: string): number => standings.filter(({ standing }) => standing.kind === kind).length
  const counts = { decided: count('decided'), halfSigned: count('halfSigned'), contested: count('contested') }
  const needed = Math.max(...standings.map(({ group }) => signaturesNeeded(group, outcome)))
  const next = nextStep(session.state, unitOf(session, unit)) ?? null
  if (flags.json) return printJson(context, { unit, outcome, facts, ...counts, needed, next })
  const words = queueWords[flags.language]
  printLines(context, [
    counts.halfSigned > 0
      ? words.secondMissing
      : counts.contested > 0
        ? words.contested
        : words.decided(counted(counts.decided, words.group, words.group)),
    ...(next === null ? [] : [`  ${next}`]),
  ])
}

function requireOneKind(groups: readonly QueueGroup[]): void {
  if (new Set(groups.map(({ unit, class: one }) => `${one} ${unit}`)).size === 1) return
  throw new AnlaufError('input-invalid', 'The groups are of several tenants or classes.', {
    hint: 'One decision covers one tenant and one class, never a mixture: decide about the others apart.',
  })
}

/** What was shown must be what the case holds: a file of an older queue is not decided about. */
function requireKnown({ state }: CaseSession, groups: readonly QueueGroup[]): void {
  const unknown = groups.filter(({ unit, facts }) => state.queues.get(unit)?.groups.has(facts) !== true)
  if (unknown.length === 0) return
  throw new AnlaufError(
    'queue-outdated',
    `${unknown.length} of these groups are not in the queue that the case holds.`,
    {
      hint: 'Take the file of the last "anlauf recover queue make", or make it again.',
    },
  )
}

function notRegistered(person: string, file: string): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    `${file} is not the key that was registered for ${printName(person)}.`,
    {
      hint: 'See who is registered with "anlauf case show"; register with "anlauf case approver". Nothing was signed.',
    },
  )
}

function nothing(): AnlaufError {
  return new AnlaufError('nothing-to-do', 'No group of the queue is meant.', {
    hint: 'See the groups with "anlauf recover queue list --all".',
  })
}
