import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  approversText,
  decisionMessage,
  parsePreApproval,
  type PreApproval,
  reviewTemplate,
  signDecision,
} from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { readText } from '../access/text-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { signerFlags, updateFlag } from './desk.ts'
import { findingLines } from './findings.ts'

interface PreApproveFlags {
  readonly estate: string
  readonly update: string
  readonly person: string
  readonly role: string
  readonly key: string
  readonly to: string
  readonly dryRun: boolean
  readonly json: boolean
}

export const informPreApprove = buildCommand<PreApproveFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Approve a first statement before any incident; in one, a single person lets it out',
    fullDescription:
      'Needs no case and no database. The signature covers the text with its slots, the names of the services and how long it is good; in the incident the slots are filled by facts of the case alone. Run it once for "comms" and once for "legal", with the same --to. Keep that file outside the house.',
  },
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { brief: 'The text, from "anlauf inform template holding"', parse: String, placeholder: 'file' },
      ],
    },
    flags: {
      estate: estateFlag,
      update: { ...updateFlag, brief: 'Name of the text', default: 'first-word' },
      ...signerFlags,
      role: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Role of the person, as it will be registered',
        placeholder: 'role',
      },
      to: {
        kind: 'parsed',
        parse: String,
        brief: 'File of the approvals; signatures are added to it',
        placeholder: 'file',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags, file) {
    const { update, person, role, to } = flags
    const text = await readText(this, file, 'text')
    const { draft, contentHash, findings } = reviewTemplate(
      update,
      text,
      readEstateFile(flags.estate),
      this.now(),
    )
    if (findings.length > 0) {
      throw new AnlaufError('gate-closed', `"${update}" cannot be approved: ${findings.length} found.`, {
        hint: ['Mend every finding. Nothing was signed.', ...findings.flatMap(findingLines)].join('\n'),
        context: { findings },
      })
    }
    const before = existsSync(to) ? parsePreApproval(readFileSync(to, 'utf8')) : undefined
    refuseOther(to, before, { update, text, person, contentHash })
    const { key, fingerprint } = readPrivateKey(this, flags.key)
    const decision = { case: '', subject: 'template' as const, name: update, contentHash, person, role }
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) approves for any incident until ${draft.goodUntil ?? ''}:`,
        ...draft.text.de.split('\n').map((line) => `  | ${printName(line)}`),
        ...draft.text.en.split('\n').map((line) => `  | ${printName(line)}`),
        'The text to sign; its "contentHash" covers all of the above and the names of the services:',
        `  ${decisionMessage(decision).toString()}`,
      ])
    }
    if (flags.dryRun) {
      if (flags.json)
        printJson(this, { dry_run: true, signed: decisionMessage(decision).toString(), fingerprint })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    const signature = {
      person,
      role,
      keyId: fingerprint,
      contentHash,
      signature: signDecision(decision, key),
    }
    const signatures = [...(before?.signatures ?? []), signature]
    const whole: PreApproval = { kind: 'anlauf-pre-approval', version: 1, update, text, signatures }
    writeFileSync(`${to}.new`, `${JSON.stringify(whole, undefined, 1)}\n`, { flush: true })
    renameSync(`${to}.new`, to)
    const by = signatures.map((one) => `${one.person} (${one.role})`)
    if (flags.json)
      return printJson(this, { update, contentHash, file: to, approvedBy: by, goodUntil: draft.goodUntil })
    printLines(this, [
      `Signed and added to ${to}. Approved by ${by.map(printName).join(' and ')}; it needs ${approversText(draft)}.`,
      'In the incident: declare the case, register both approvers with the same keys, then',
      `  anlauf inform first-word --case CASE --estate ${flags.estate} ${to}`,
    ])
  },
})

/** Signatures of two texts never lie in one file, and one person signs once. */
function refuseOther(
  file: string,
  before: PreApproval | undefined,
  now: {
    readonly update: string
    readonly text: string
    readonly person: string
    readonly contentHash: string
  },
): void {
  if (before === undefined) return
  if (before.update !== now.update || before.text !== now.text) {
    throw new AnlaufError('unsafe-target', `${file} holds approvals of another text.`, {
      hint: 'Name a new file; nothing was signed and nothing touched.',
    })
  }
  const same = before.signatures.find(({ contentHash }) => contentHash !== now.contentHash)
  if (same !== undefined) {
    throw new AnlaufError('unsafe-target', `${file} was signed when the services had other names.`, {
      hint: 'The estate changed since. Name a new file and have both sign again.',
    })
  }
  if (before.signatures.some(({ person }) => person === now.person)) {
    throw new AnlaufError('input-invalid', `${now.person} signed it already.`, {
      hint: 'A second person with an own key has to.',
    })
  }
}
