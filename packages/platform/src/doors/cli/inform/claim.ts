import { printName } from '@anlauf/repository'
import { buildCommand, buildRouteMap } from '@stricli/core'

import { type ClaimClass, claimClasses, type ClaimState, claimStates } from '../../../core/messages/index.ts'
import {
  claimHash,
  composedClaim,
  correctionTasks,
  decisionMessage,
  parseWordsFile,
  signDecision,
} from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk, signerFlags, signerOf } from './desk.ts'
import { formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { readText } from '../access/text-file.ts'

interface ClaimFlags extends DeskFlags {
  readonly claim: string
  readonly class: ClaimClass
  readonly state: ClaimState
  readonly scope?: readonly string[]
  readonly evidence?: readonly string[]
  readonly asOf: Date
  readonly wording?: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

const claimSet = buildCommand<ClaimFlags, [], AnlaufContext>({
  docs: {
    brief: 'State what is known of a harm, signed; its sentence then stands in every text that uses it',
    fullDescription:
      '"excluded" is in force only when two people of forensics, dpo and legal stated exactly the same. A claim that takes back what an update said opens a correction.',
  },
  parameters: {
    flags: {
      ...deskFlags,
      claim: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Name of the claim, used as {claim:NAME}',
        placeholder: 'name',
      },
      class: { kind: 'enum', values: claimClasses, brief: 'What it is about' },
      state: { kind: 'enum', values: claimStates, brief: 'How sure we are that the harm happened' },
      scope: {
        kind: 'parsed',
        parse: (text: string) => text.split(','),
        optional: true,
        brief: 'Ids of the services it is about, separated by commas; all without it',
        placeholder: 'ids',
      },
      evidence: {
        kind: 'parsed',
        parse: (text: string) => text.split(','),
        optional: true,
        brief: 'SHA-256 of what it rests on, separated by commas',
        placeholder: 'hashes',
      },
      asOf: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'How far the knowledge reaches, with zone',
        placeholder: 'time',
      },
      wording: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Own sentences: a file with "[de]" and "[en]"; without it the ready ones',
        placeholder: 'file',
      },
      ...signerFlags,
    },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    const wording =
      flags.wording === undefined ? undefined : parseWordsFile(await readText(this, flags.wording, 'wording'))
    const { claim, class: of, state, scope = [], evidence = [] } = flags
    const asOf = flags.asOf.toISOString()
    const statement = composedClaim({ claim, class: of, state, scope, evidence, asOf, wording }, estate)
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    const { role, key, fingerprint } = signerOf(this, session, flags)
    const contentHash = claimHash(flags.case, statement)
    const { person } = flags
    const decision = {
      case: flags.case,
      subject: 'claim' as const,
      name: flags.claim,
      contentHash,
      person,
      role,
    }
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) states of "${flags.claim}" (${flags.class}): ${flags.state}`,
        `  [de] ${printName(statement.wording.de)}`,
        `  [en] ${printName(statement.wording.en)}`,
        `The text to sign: ${decisionMessage(decision).toString()}`,
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      if (flags.json) printJson(this, { dry_run: true, statement, contentHash })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    const signed = signDecision(decision, key)
    await session.execute({ command: 'state', statement, person, signature: signed }, signature(this, person))
    const after = session.desk.claims.get(flags.claim)
    const isInForce = after?.inForce?.signed.some((one) => one.contentHash === contentHash) === true
    const tasks = correctionTasks(session.desk)
    if (flags.json) return printJson(this, { statement, contentHash, inForce: isInForce, corrections: tasks })
    printLines(this, [
      isInForce
        ? 'Signed and in force. Approvals of drafts that use it are void.'
        : 'Signed. It is in force when a second person of forensics, dpo or legal states exactly the same (same --as-of, --evidence, --scope).',
      ...tasks.map(({ number, claim }) => `To correct: update ${number} says otherwise of "${claim}".`),
    ])
  },
})

const claimList = buildCommand<DeskFlags, [], AnlaufContext>({
  docs: { brief: 'Show the claims in force, those that wait for a second signature, and open corrections' },
  parameters: { flags: deskFlags },
  async func(flags) {
    await using stores = await openStores(this)
    const { desk } = await openDeclaredDesk(this, stores, flags)
    const tasks = correctionTasks(desk)
    if (flags.json) return printJson(this, { claims: Object.fromEntries(desk.claims), corrections: tasks })
    const rows = [...desk.claims].flatMap(([name, { inForce, proposed }]) =>
      [inForce, proposed].flatMap((one) =>
        one === undefined
          ? []
          : [
              [
                `  ${name}`,
                one.class,
                one.state,
                one === inForce ? 'in force' : 'waits for a second signature',
                `as of ${formatTime(one.asOf)}`,
                one.signed.map(({ person }) => printName(person)).join(', '),
              ],
            ],
      ),
    )
    const takenBack = [...desk.claims].flatMap(([name, { inForce, takenBack: was }]) =>
      inForce !== undefined || was === undefined
        ? []
        : [
            `Taken back: ${name} (${was.class}, ${was.state}) by ${printName(was.person)} at ${formatTime(was.at)}: ${printName(was.reason)}`,
          ],
    )
    printLines(this, [
      ...(rows.length === 0 ? ['No claim was stated yet.'] : ['Claims:', ...tableLines(rows)]),
      ...takenBack,
      ...tasks.map(({ number, claim }) => `To correct: update ${number} says otherwise of "${claim}".`),
    ])
  },
})

export const informClaimRoutes = buildRouteMap({
  docs: { brief: 'What is known of the harm, and may be said' },
  routes: { set: claimSet, list: claimList },
})
