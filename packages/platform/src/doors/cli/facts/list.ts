import { buildCommand } from '@stricli/core'

import { type FactSheet, factSheet, type Field, fields } from '../../../core/facts/index.ts'
import { factSheetWords } from '../../../core/messages/index.ts'
import type { Language } from '../clocks/words.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { type FactFlags, factFlags, openCaseFacts, requireTenant, scopeOf } from './access.ts'
import { factJson } from './json.ts'
import { remarks, valueLines } from './shown.ts'

interface ListFlags extends FactFlags {
  readonly all: boolean
}

export const factList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: {
    brief: 'The fact sheet: what holds now, from people and from the engine',
    fullDescription:
      'Without --tenant and --own: the incident as a whole. With --tenant: what may be told to this tenant. With --all also the fields nobody answered.',
  },
  parameters: {
    flags: {
      ...factFlags,
      all: { kind: 'boolean', default: false, brief: 'Also fields without an answer' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openCaseFacts(this, stores, flags)
    requireTenant(session, flags.tenant)
    const sheet = factSheet(session.base(this.now()), scopeOf(flags))
    const open = fields.filter((field) => !sheet.facts.has(field.id))
    if (flags.json) {
      return printJson(this, {
        case: sheet.case,
        scope: sheet.scope,
        version: sheet.version,
        hash: sheet.hash,
        seq: session.seq,
        facts: [...sheet.facts.values()].map(factJson),
        ...(flags.all && { open: open.map(({ id, kind, per, from }) => ({ id, kind, per, from })) }),
      })
    }
    printLines(this, sheetLines(sheet, flags))
  },
})

function sheetLines(sheet: FactSheet, { all, language, tenant, own }: ListFlags): readonly string[] {
  const words = factSheetWords[language]
  const scope =
    tenant === undefined ? (own ? words.scopes.own : words.scopes.all) : words.scopes.tenant(tenant)
  const groups = Map.groupBy(
    fields.filter((field) => all || sheet.facts.has(field.id)),
    ({ group }) => group,
  )
  return [
    `${sheet.case}: ${scope}`,
    words.sheet(sheet.version, sheet.hash.slice(0, 16)),
    ...(groups.size === 0 ? ['', words.none] : []),
    ...[...groups].flatMap(([group, list]) => [
      '',
      words.groups[group],
      ...tableLines(list.map((field) => rowOf(field, sheet, language))),
    ]),
  ]
}

function rowOf(field: Field, sheet: FactSheet, language: Language): readonly string[] {
  const fact = sheet.facts.get(field.id)
  const title = `  ${field.id}`
  if (fact === undefined) return [title, field.title[language], factSheetWords[language].open, field.kind]
  const [first = '', ...rest] = valueLines(field, fact.value, language)
  const short = first.length > 70 ? `${first.slice(0, 69)}…` : first
  return [
    title,
    field.title[language],
    rest.length === 0 ? short : `${short} …`,
    `(${remarks(fact, language)})`,
  ]
}
