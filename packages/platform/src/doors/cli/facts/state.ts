import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  type Confidence,
  confidences,
  factHash,
  factId,
  factMessage,
  factSheet,
  type FactValue,
  type Field,
  fieldNamed,
  parseValue,
  signFact,
  type StatedFact,
} from '../../../core/facts/index.ts'
import { factSheetWords } from '../../../core/messages/index.ts'
import { parseWordsFile } from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { signerFlags, signerOf } from '../inform/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { readText } from '../access/text-file.ts'
import { type FactFlags, factFlags, openCaseFacts, scopeOf } from './access.ts'
import { factJson } from './json.ts'
import { valueLines } from './shown.ts'

interface StateFlags extends FactFlags {
  readonly field: string
  readonly value?: string
  readonly file?: string
  readonly source: string
  readonly confidence: Confidence
  readonly asOf: Date
  readonly estimate: boolean
  readonly evidence?: readonly string[]
  readonly supersedes?: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const factState = buildCommand<StateFlags, [], AnlaufContext>({
  docs: {
    brief: 'State a fact of the incident, signed; every notice and report is made from these',
    fullDescription:
      'Of several answers the one with the latest "as of" holds; --supersedes says that one takes another one’s place whatever its time. What the log, the clocks or the estate say is not typed. Names, addresses and numbers of people do not belong here: nothing can be deleted from the log.',
  },
  parameters: {
    flags: {
      ...factFlags,
      field: {
        kind: 'parsed',
        parse: String,
        brief: 'Id of the field, see "anlauf fact list --all"',
        placeholder: 'id',
      },
      value: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'The answer: a number, a time with zone, yes or no, choices separated by commas, a sentence',
        placeholder: 'value',
      },
      file: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'The answer from a file: a text with "[de]" and "[en]", or a list with one item a line',
        placeholder: 'file',
      },
      source: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Where it comes from: a report, a system, a role',
        placeholder: 'text',
      },
      confidence: { kind: 'enum', values: confidences, default: 'medium', brief: 'How sure it is' },
      asOf: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'How far the knowledge reaches, with zone',
        placeholder: 'time',
      },
      estimate: { kind: 'boolean', default: false, brief: 'It is an estimate; views mark it' },
      evidence: {
        kind: 'parsed',
        parse: (text: string) => text.split(','),
        optional: true,
        brief: 'SHA-256 of what it rests on, separated by commas',
        placeholder: 'hashes',
      },
      supersedes: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Id of the fact that it takes the place of',
        placeholder: 'id',
      },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { person, language } = flags
    const field = fieldNamed(flags.field)
    const value = await valueOf(this, field, flags)
    const { supersedes } = flags
    const fact: StatedFact = {
      field: field.id,
      scope: scopeOf(flags),
      value,
      source: flags.source,
      confidence: flags.confidence,
      asOf: flags.asOf.toISOString(),
      estimate: flags.estimate,
      evidence: (flags.evidence ?? []).map((one) => one.trim().toLowerCase()),
      ...(supersedes !== undefined && { supersedes }),
    }
    await using stores = await openStores(this)
    const session = await openCaseFacts(this, stores, flags)
    const { role, key, fingerprint } = signerOf(this, { desk: session.desk }, flags)
    const contentHash = factHash(flags.case, fact)
    const signed = { case: flags.case, verdict: 'state', contentHash, person, role } as const
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) states of ${field.id} (${field.title[language]}):`,
        ...valueLines(field, value, language).map((line) => `  ${line}`),
        `The text to sign: ${factMessage(signed).toString()}`,
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      if (flags.json) printJson(this, { dry_run: true, fact, contentHash })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    await session.execute(
      { command: 'state', fact, person, signature: signFact(signed, key) },
      signature(this, person),
    )
    const sheet = factSheet(session.base(this.now()), fact.scope)
    const holding = sheet.facts.get(field.id)
    const holds = holding?.id === factId(contentHash)
    if (flags.json) {
      return printJson(this, {
        fact: factId(contentHash),
        contentHash,
        holds,
        sheet: { version: sheet.version, hash: sheet.hash },
        holding: holding && factJson(holding),
      })
    }
    const words = factSheetWords[language]
    printLines(this, [
      holds
        ? `Signed, fact ${factId(contentHash)} holds.`
        : `Signed, fact ${factId(contentHash)}; another one has later knowledge and holds: ${holding?.id ?? '-'}.`,
      words.sheet(sheet.version, sheet.hash.slice(0, 16)),
    ])
  },
})

async function valueOf(
  context: AnlaufContext,
  field: Field,
  { value, file, language }: StateFlags,
): Promise<FactValue> {
  if ((value === undefined) === (file === undefined)) {
    throw new AnlaufError('input-invalid', 'The answer is given by --value or by --file, one of them.', {
      hint: `${field.id} is a ${field.kind}${field.options === undefined ? '' : `: ${Object.keys(field.options).join(', ')}`}.`,
    })
  }
  if (value !== undefined) return parseValue(field, value, language)
  const text = await readText(context, file ?? '', 'answer')
  return field.kind === 'text' && /^\s*\[(?:de|en)\]/.test(text)
    ? parseWordsFile(text)
    : parseValue(field, text, language)
}
