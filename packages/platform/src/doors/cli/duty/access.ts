import { dutyDrafts } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type Duty, dutyNamed } from '../../../core/duties/index.ts'
import { type FactBase, type FactSession, openFacts } from '../../../core/facts/index.ts'
import { openFilings } from '../../../core/filings/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { FilingDesk } from '../../../phases/comply/index.ts'
import { storesIn, databaseLocation, type Stores } from '../access/stores.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { caseFlag, noCase } from '../case/access.ts'
import { type Language } from '../clocks/words.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'

/** Where every command about documents for recipients works. */
export interface DutyFlags {
  readonly case: string
  readonly estate: string
  readonly language: Language
  readonly json: boolean
}

export const dutyFlags = {
  case: caseFlag,
  estate: estateFlag,
  language: {
    kind: 'enum',
    values: ['de', 'en'],
    default: 'de',
    brief: 'Language of the document: de (what German authorities read) or en',
  },
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

export const dutyFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Id of the duty, for instance bsig-32-1-2',
  placeholder: 'id',
} as const

/** A case with its facts, its documents and where their words lie. Dispose of it to leave the database. */
export interface DutyDesk extends AsyncDisposable, FilingDesk {
  readonly stores: Stores
  readonly estate: Estate
  readonly facts: FactSession
  base(): FactBase
  /** Throws `not-found` with the nearest one. */
  duty(id: string): Duty
}

/** Opens a declared case. Throws `not-found` with the place where was looked. */
export async function openDutyDesk(
  context: AnlaufContext,
  flags: Pick<DutyFlags, 'case' | 'estate'>,
): Promise<DutyDesk> {
  const estate = readEstateFile(flags.estate)
  const database = await context.openDatabase(databaseLocation(context))
  const stores = storesIn(database)
  try {
    const facts = await openFacts(stores.log, flags.case, estate)
    if (facts.case.status === 'none') throw noCase(context, flags.case)
    const filings = await openFilings(stores.log, flags.case)
    return {
      stores,
      estate,
      facts,
      filings,
      caseId: flags.case,
      land: estate.legal.land,
      drafts: dutyDrafts(database),
      base: () => facts.base(context.now()),
      duty: (id) => dutyNamed(facts.clocks, id),
      [Symbol.asyncDispose]: () => stores[Symbol.asyncDispose](),
    }
  } catch (error) {
    await stores[Symbol.asyncDispose]()
    throw error
  }
}

/** Throws `not-found` for a tenant that the case does not have. */
export function requireTenants({ facts }: DutyDesk, tenants: readonly string[]): void {
  const { units } = facts.case
  const unknown = tenants.find((tenant) => !units.has(tenant))
  if (unknown === undefined) return
  throw new AnlaufError('not-found', `The case has no tenant "${unknown}".`, {
    hint: `It has: ${[...units.keys()].slice(0, 20).join(', ')}.`,
  })
}
