import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  decisionMessage,
  parseWordsFile,
  serviceHash,
  type ServiceStatement,
  signDecision,
  type StatedState,
  statedStates,
} from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk, signerFlags, signerOf } from './desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { readText } from '../access/text-file.ts'

interface ServiceFlags extends DeskFlags {
  readonly service: string
  readonly state: StatedState
  readonly asOf: Date
  readonly instruction?: string
  readonly evidence?: readonly string[]
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const informService = buildCommand<ServiceFlags, [], AnlaufContext>({
  docs: {
    brief: 'Say of a service what the records cannot: a workaround, a restriction, not hit',
    fullDescription:
      'Signed by a service-owner; "major_outage" by anybody who is registered. Nothing said makes a service operational: that follows from releases. "as_recorded" takes a statement back.',
  },
  parameters: {
    flags: {
      ...deskFlags,
      service: { kind: 'parsed', parse: parseLine, brief: 'Id of the service', placeholder: 'id' },
      state: { kind: 'enum', values: statedStates, brief: 'What it is' },
      asOf: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'How far the knowledge reaches, with zone',
        placeholder: 'time',
      },
      instruction: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'What users can do: a file with "[de]" and "[en]"',
        placeholder: 'file',
      },
      evidence: {
        kind: 'parsed',
        parse: (text: string) => text.split(','),
        optional: true,
        brief: 'SHA-256 of what "not_affected" rests on',
        placeholder: 'hashes',
      },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { service, state, person } = flags
    const instruction =
      flags.instruction === undefined
        ? undefined
        : parseWordsFile(await readText(this, flags.instruction, 'instruction'))
    const statement: ServiceStatement = {
      service,
      state,
      asOf: flags.asOf.toISOString(),
      evidence: (flags.evidence ?? []).map((one) => one.toLowerCase()),
      ...(instruction !== undefined && { instruction }),
    }
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    const { role, key, fingerprint } = signerOf(this, session, flags)
    const contentHash = serviceHash(flags.case, statement)
    const decision = {
      case: flags.case,
      subject: 'service' as const,
      name: service,
      contentHash,
      person,
      role,
    }
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) says that ${printName(service)} is ${state}.`,
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
    await session.execute(
      { command: 'stateService', statement, person, signature: signed },
      signature(this, person),
    )
    if (flags.json) return printJson(this, { statement, contentHash, person, role })
    printLines(this, ['Signed and recorded. Write the site anew with "anlauf site write".'])
  },
})
