import { printName } from '@anlauf/repository'

import { type ClockSession, roundOf, signStatement, type Statement } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { readPrivateKey } from '../access/private-key-file.ts'

/** Who signs what two people have to sign. */
export const signFlags = {
  reason: {
    kind: 'parsed',
    parse: parseLine,
    optional: true,
    brief: 'Why, in one line; the second person signs the first one’s reason',
    placeholder: 'text',
  },
  person: {
    kind: 'parsed',
    parse: parseLine,
    optional: true,
    brief: 'Who signs, as registered with "anlauf case approver"',
    placeholder: 'name',
  },
  key: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: "The person's Ed25519 private key",
    placeholder: 'file',
  },
} as const

interface SignFlags {
  readonly reason?: string
  readonly person?: string
  readonly key?: string
}

/** Signs a statement for one person and records it; answers all who signed it, and whether it holds now. */
export async function signForOne(
  context: AnlaufContext,
  session: ClockSession,
  draft: Statement,
  flags: SignFlags,
): Promise<{ readonly people: readonly string[]; readonly holds: boolean; readonly reason: string }> {
  const { person, key: file } = flags
  if (person === undefined || file === undefined) {
    throw new AnlaufError('input-invalid', 'Two people have to sign this; nobody signs.', {
      hint: 'Give --reason, --person and --key; then the second person does the same with an own key.',
    })
  }
  const statement = { ...draft, round: roundOf(session.log, draft) }
  const reason = flags.reason ?? openReason(session, statement)
  const role = session.log.case.approvers.get(person)?.role ?? ''
  const { key } = readPrivateKey(context, file)
  const signed = { case: session.log.case.id, statement, reason, person, role }
  await session.execute(
    { command: 'sign', statement, reason, person, signature: signStatement(signed, key) },
    signature(context, person),
  )
  const proposal = [...session.log.proposals.values()].find(
    (one) => isSame(one.statement, statement) && one.reason === reason,
  )
  const people = proposal?.signatures.map((one) => printName(one.person)) ?? []
  return { people, holds: proposal?.holds ?? false, reason }
}

/** What the first person gave as reason for the same statement. */
function openReason({ log }: ClockSession, statement: Statement): string {
  const open = [...log.proposals.values()].filter((one) => !one.holds && isSame(one.statement, statement))
  const [first, ...others] = open
  if (first !== undefined && others.length === 0) return first.reason
  throw new AnlaufError(
    'input-invalid',
    first === undefined ? 'There is no reason yet.' : 'Several reasons were signed.',
    {
      hint:
        first === undefined
          ? 'Say why with --reason; it is signed and kept.'
          : `Give one of them with --reason: ${open.map(({ reason }) => printName(reason)).join(' | ')}`,
    },
  )
}

/** `round` is compared too: a statement of an earlier round is another one. */
function isSame(one: Statement, other: Statement): boolean {
  const text = (statement: Statement): string =>
    JSON.stringify(Object.entries(statement).sort(([a], [b]) => (a < b ? -1 : 1)))
  return text(one) === text(other)
}
