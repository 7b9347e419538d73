import { stageOf, type UnitState } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type FactBase, factSheet, tenantScope } from '../../../core/facts/index.ts'
import { statementWords } from '../../../core/messages/index.ts'
import type { StatementDesk } from '../../../core/statements/index.ts'
import { answersOf } from './answers-of.ts'
import { differences } from './differences.ts'
import { letterText } from './letter-text.ts'
import { art33Particulars, doraParticulars } from './particulars.ts'
import { firstPromise } from './promises.ts'
import type { Restored, StatementContent } from './statement-content.ts'
import { toldFacts } from './told-facts.ts'

/** What statements of one moment have in common. */
export interface StatementBase {
  readonly desk: StatementDesk
  readonly facts: FactBase
  readonly estate: Estate
}

export interface DraftTerms {
  readonly tenant: string
  readonly revision: number
  readonly at: string
  readonly nextBy: string
  /** The content of the approved revision before, for the differences. */
  readonly before?: StatementContent
}

/**
 * What a tenant is told now: its own services, findings, facts and figures, in both languages. Everything comes from the
 * tenant's sheet, its findings and its unit; nothing here can reach another tenant's. Pure.
 */
export function composeStatement(
  { desk, facts: base, estate }: StatementBase,
  { tenant, revision, at, nextBy, before }: DraftTerms,
): StatementContent {
  const sheet = factSheet(base, tenantScope(tenant))
  const facts = toldFacts(sheet, estate)
  const answers = answersOf(desk, estate, tenant)
  const restored = restoredOf(desk, tenant)
  const compared = { answers, facts, restored }
  const changesIn = (language: 'de' | 'en'): readonly string[] =>
    before === undefined ? [] : differences(before, compared, language)
  const said = {
    format: 'anlauf-statement/1' as const,
    case: desk.case.id,
    exercise: desk.case.exercise,
    tenant,
    revision,
    at,
    nextBy,
    promisesEnd: firstPromise(sheet, { at, nextBy }),
    sheet: { version: sheet.version, hash: sheet.hash },
    ...compared,
    changes: { de: changesIn('de'), en: changesIn('en') },
    title: { de: statementWords.de.title(revision), en: statementWords.en.title(revision) },
  }
  const { tz } = estate.provider
  return {
    ...said,
    text: { de: letterText(said, 'de', tz), en: letterText(said, 'en', tz) },
    particulars: art33Particulars(facts, answers, tz),
    // Unknown is asked for, as everywhere in the duties.
    ...(estate.legal.doraCustomers !== false && { annex: doraParticulars(facts, answers, tz) }),
  }
}

function restoredOf({ case: state }: StatementDesk, tenant: string): Restored {
  const unit = state.units.get(tenant)
  if (unit === undefined) return { stage: 'waiting' }
  return {
    stage: stageOf(unit),
    ...(unit.restored !== undefined && { files: unit.restored.files, bytes: unit.restored.bytes }),
    ...(unit.chosen !== undefined && { leftOut: unit.chosen.leftOut }),
    ...(unit.scanned !== undefined && { quarantined: unit.quarantined }),
    ...(unit.restored !== undefined && state.onset !== undefined && { dataUntil: state.onset.from }),
    ...releasedAt(unit),
  }
}

function releasedAt({ released }: UnitState): { readonly releasedAt?: string } {
  return released === undefined ? {} : { releasedAt: released.at }
}
