import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { factSheet, fieldNamed, type KnownFact } from '../../../core/facts/index.ts'
import { factSheetWords } from '../../../core/messages/index.ts'
import type { AnlaufContext } from '../context.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { type FactFlags, factFlags, openCaseFacts, requireTenant, scopeOf } from './access.ts'
import { factJson } from './json.ts'
import { remarks, valueLines } from './shown.ts'

interface ShowFlags extends FactFlags {
  readonly field: string
}

const fieldFlag = { kind: 'parsed', parse: String, brief: 'Id of the field', placeholder: 'id' } as const

export const factShow = buildCommand<ShowFlags, [], AnlaufContext>({
  docs: { brief: 'One answer in full: value, source, how sure, how far the knowledge reaches, evidence' },
  parameters: { flags: { ...factFlags, field: fieldFlag } },
  async func(flags) {
    const { language } = flags
    const field = fieldNamed(flags.field)
    await using stores = await openStores(this)
    const session = await openCaseFacts(this, stores, flags)
    requireTenant(session, flags.tenant)
    const sheet = factSheet(session.base(this.now()), scopeOf(flags))
    const fact = sheet.facts.get(field.id)
    if (flags.json) {
      const { id, kind, per, from, options, title } = field
      return printJson(this, {
        field: { id, kind, per, from, options, title },
        fact: fact === undefined ? null : factJson(fact),
      })
    }
    const words = factSheetWords[language]
    printLines(this, [
      `${field.id}: ${field.title[language]}`,
      ...(fact === undefined
        ? [`  ${words.open}`, ...(field.hint === undefined ? [] : [`  ${field.hint[language]}`])]
        : [
            ...valueLines(field, fact.value, language).map((line) => `  ${line}`),
            `  ${remarks(fact, language)}; ${words.asOf(formatTime(fact.asOf))}`,
            ...(fact.wording === undefined ? [] : [`  ${printName(fact.wording[language])}`]),
            ...fact.evidence.map((hash) => `  SHA-256 ${hash}`),
          ]),
    ])
  },
})

export const factHistory = buildCommand<ShowFlags, [], AnlaufContext>({
  docs: { brief: 'Everything that was ever stated of one field: what holds, what was replaced, taken back' },
  parameters: { flags: { ...factFlags, field: fieldFlag } },
  async func(flags) {
    const { language } = flags
    const field = fieldNamed(flags.field)
    const scope = scopeOf(flags)
    await using stores = await openStores(this)
    const session = await openCaseFacts(this, stores, flags)
    requireTenant(session, flags.tenant)
    const holding = factSheet(session.base(this.now()), scope).facts.get(field.id)
    const words = factSheetWords[language]
    const all = [...session.log.stated.values()].filter(
      (fact) => fact.field === field.id && fact.scope === scope,
    )
    const fate = (fact: KnownFact): string => {
      const back = session.log.withdrawn.get(fact.id)
      if (back !== undefined) return words.takenBack(printName(back.person), printName(back.reason))
      if (fact.id === holding?.id) return words.holds
      return all.some(({ supersedes }) => supersedes === fact.id) ? words.replaced : words.older
    }
    if (flags.json) {
      return printJson(this, {
        field: field.id,
        scope,
        stated: all.map((fact) => ({
          id: fact.id,
          value: fact.value,
          source: fact.source,
          confidence: fact.confidence,
          asOf: fact.asOf,
          estimate: fact.estimate,
          evidence: fact.evidence,
          supersedes: fact.supersedes,
          statedAt: fact.statedAt,
          person: fact.signed.person,
          holds: fact.id === holding?.id,
          withdrawn: session.log.withdrawn.get(fact.id),
        })),
      })
    }
    printLines(this, [
      `${field.id}: ${field.title[language]}`,
      ...(all.length === 0 ? [`  ${words.none}`] : []),
      ...all.flatMap((fact) => [
        `  ${fact.id}  ${formatTime(fact.statedAt)}  ${words.by(printName(fact.signed.person))}, ${words.asOf(formatTime(fact.asOf))}: ${fate(fact)}`,
        ...valueLines(field, fact.value, language).map((line) => `      ${line}`),
      ]),
    ])
  },
})
