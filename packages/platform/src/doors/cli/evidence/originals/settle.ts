import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { signErasure } from '../../../../core/custody/index.ts'
import { caseFlag, signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine } from '../../flags/flag-values.ts'
import { readPrivateKey } from '../../access/private-key-file.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { hashArgument, itemNamed, openCaseOriginals, reasonFlag } from './access.ts'

const json = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const

interface TransferFlags {
  readonly case: string
  readonly recipient: string
  readonly seal?: string
  readonly reason: string
  readonly json: boolean
}

export const originalsTransfer = buildCommand<TransferFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Record that a copy of an original was handed to somebody',
    fullDescription:
      'Read the copy with "originals get" before; this records who has it now, in which sealed bag, and why.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      recipient: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Office or company that has it now',
        placeholder: 'name',
      },
      seal: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Number of the seal or bag',
        placeholder: 'number',
      },
      reason: reasonFlag,
      json,
    },
    positional: hashArgument,
  },
  async func({ case: caseId, recipient: to, seal, reason, json: asJson }, start) {
    await using opened = await openCaseOriginals(this, caseId)
    const { sha256, label } = itemNamed(opened.custody, start)
    await opened.custody.execute(
      { command: 'transfer', sha256, to, reason, ...(seal !== undefined && { seal }) },
      signature(this),
    )
    if (asJson) return printJson(this, { case: caseId, sha256, to, seal: seal ?? null })
    printLines(this, [`${printName(label)} (${sha256}) handed to ${printName(to)}; recorded.`])
  },
})

interface HoldFlags {
  readonly case: string
  readonly lift: boolean
  readonly reason: string
  readonly json: boolean
}

export const originalsHold = buildCommand<HoldFlags, [string], AnlaufContext>({
  docs: {
    brief:
      'Forbid that an original is erased, as long as police, court or insurer need it; or allow it again',
  },
  parameters: {
    flags: {
      case: caseFlag,
      lift: { kind: 'boolean', default: false, brief: 'Allow it again' },
      reason: reasonFlag,
      json,
    },
    positional: hashArgument,
  },
  async func({ case: caseId, lift, reason, json: asJson }, start) {
    await using opened = await openCaseOriginals(this, caseId)
    const { sha256, label } = itemNamed(opened.custody, start)
    await opened.custody.execute({ command: lift ? 'liftHold' : 'hold', sha256, reason }, signature(this))
    if (asJson) return printJson(this, { case: caseId, sha256, held: !lift })
    printLines(this, [
      `${printName(label)} (${sha256}) ${lift ? 'may be erased again' : 'is held'}; recorded.`,
    ])
  },
})

interface EraseFlags {
  readonly case: string
  readonly reason: string
  readonly person: string
  readonly key: string
  readonly json: boolean
}

export const originalsErase = buildCommand<EraseFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Destroy the key of an original, when two people signed the same reason',
    fullDescription:
      'The first call records one signature, the second one, by another person with an own key and the same reason, erases. The log keeps hash, size and who agreed; the content cannot be read any more, in this case. It cannot be undone.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      reason: reasonFlag,
      person: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Who signs, as registered with "anlauf case approver"',
        placeholder: 'name',
      },
      key: { kind: 'parsed', parse: String, brief: "The person's Ed25519 private key", placeholder: 'file' },
      json,
    },
    positional: hashArgument,
  },
  async func({ case: caseId, reason, person, key: file, json: asJson }, start) {
    await using opened = await openCaseOriginals(this, caseId)
    const { custody, originals } = opened
    const { sha256, label } = itemNamed(opened.custody, start)
    const role = custody.log.case.approvers.get(person)?.role ?? ''
    const { key } = readPrivateKey(this, file)
    const signed = signErasure({ case: caseId, sha256, reason, person, role }, key)
    const events = await custody.execute(
      { command: 'erase', sha256, reason, person, signature: signed },
      signature(this, person),
    )
    const isErased = events.some(({ type }) => type === 'original.erased')
    const otherCases = isErased ? await originals.erase(caseId, sha256) : 0
    if (asJson) return printJson(this, { case: caseId, sha256, erased: isErased, otherCases })
    printLines(this, [
      isErased
        ? `${printName(label)} (${sha256}) is erased: its key is gone. The log still holds hash, size and who agreed.`
        : `${printName(person)} signed. A second person has to sign the same reason with an own key; nothing is erased yet.`,
      ...(otherCases > 0
        ? [`  ${otherCases} other case(s) secured the same content and can still read it.`]
        : []),
      ...(isErased ? ['  Copies of the home from before still have the key: erase them too.'] : []),
    ])
  },
})
