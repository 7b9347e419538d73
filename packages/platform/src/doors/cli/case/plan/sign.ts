import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../../core/failure.ts'
import {
  findStanding,
  missingText,
  planContentHash,
  refusedError,
  type ResponseCommand,
  type ResponseState,
  signContent,
  signedContent,
  stageContentHash,
} from '../../../../core/response/index.ts'
import { readPrivateKey } from '../../access/private-key-file.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine } from '../../flags/flag-values.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, stageParameter } from './access.ts'

interface SignFlags {
  readonly case: string
  readonly person: string
  readonly key: string
  readonly intent: 'done' | 'skip'
  readonly dryRun: boolean
  readonly json: boolean
}

export const caseSign = buildCommand<SignFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Sign a stage where the plan wants several people, or a changed plan ("plan")',
    fullDescription:
      'Shows exactly what is signed. The signature covers what the stage asks and everything that was filled in: another entry voids it. Whoever made the entries, or proposed the plan, does not count.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      person: { kind: 'parsed', parse: parseLine, brief: 'Who signs, as registered', placeholder: 'name' },
      key: { kind: 'parsed', parse: String, brief: "The person's Ed25519 private key", placeholder: 'file' },
      intent: {
        kind: 'enum',
        values: ['done', 'skip'],
        default: 'done',
        brief: 'That it is done, or that it is left out',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Show what would be signed, sign nothing' },
      json: jsonFlag,
    },
    positional: stageParameter,
  },
  async func(flags, stage) {
    const { key } = readPrivateKey(this, flags.key)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, flags.case)
    const now = this.now().toISOString()
    const { person, intent } = flags
    const { contentHash, lines } = contentOf(session.state, stage, intent, now)
    const role = session.state.case.approvers.get(person)?.role ?? ''
    const content = signedContent(session.state, { subject: stage, intent, contentHash, person, role })
    if (!flags.json) printLines(this, [...lines, `  content ${contentHash}`])
    if (flags.dryRun) {
      if (flags.json) printJson(this, { dry_run: true, ...content })
      return
    }
    const signed = { contentHash, person, signature: signContent(content, key) }
    const command: ResponseCommand =
      stage === 'plan'
        ? { command: 'signPlan', digest: session.state.proposed?.digest ?? '', ...signed }
        : { command: 'signStage', stage, intent, ...signed }
    await session.execute(command, signature(this, person))
    const missing = stage === 'plan' ? [] : missingNow(session.state, stage, now)
    if (flags.json) return printJson(this, { ...content, missing })
    printLines(this, ['Signed and recorded.', ...missing.map((one) => `  - ${missingText(one, 'en')}`)])
  },
})

function missingNow(state: ResponseState, stage: string, now: string) {
  const found = findStanding(state, stage, now)
  return 'refused' in found ? [] : found.missing
}

/** What is signed, and in words what that is. */
function contentOf(
  state: ResponseState,
  stage: string,
  intent: 'done' | 'skip',
  now: string,
): { readonly contentHash: string; readonly lines: readonly string[] } {
  if (stage === 'plan') {
    const { proposed } = state
    if (proposed === undefined) {
      throw new AnlaufError('not-found', 'No change of the plan waits for a signature.', {
        hint: `Propose one: anlauf case amend --case ${state.case.id} --plan FILE --reason TEXT`,
      })
    }
    const { plan, digest, reason, person } = proposed
    return {
      contentHash: planContentHash(state, proposed),
      lines: [
        `The plan ${plan.front.plan} ${plan.front.version} (${digest.slice(0, 16)}) instead of ${state.plan?.plan.front.version ?? 'none'}`,
        `  proposed by ${printName(person)}: ${printName(reason)}`,
      ],
    }
  }
  const found = findStanding(state, stage, now)
  if ('refused' in found) throw refusedError(found)
  const { instance, round } = found
  return {
    contentHash: stageContentHash(state, instance, round, intent),
    lines: [
      `${instance.key}: ${printName(instance.stage.title.en)} – ${intent === 'done' ? 'done' : 'left out'}`,
      ...[...round.filled.values()].flatMap(({ person, values, evidence }) => [
        ...Object.entries(values).map(
          ([name, value]) => `  ${name}: ${printName(value)} (${printName(person)})`,
        ),
        ...evidence.map((digest) => `  evidence ${digest}`),
      ]),
    ],
  }
}
