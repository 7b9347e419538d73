import { AnlaufError } from '../../../core/failure.ts'
import { type FactScope, type FactSession, openFacts, tenantScope } from '../../../core/facts/index.ts'
import type { Stores } from '../access/stores.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { Language } from '../clocks/words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'

/** Where every command about facts works. */
export interface FactFlags {
  readonly case: string
  readonly estate: string
  readonly tenant?: string
  readonly own: boolean
  readonly language: Language
  readonly json: boolean
}

export const factFlags = {
  case: caseFlag,
  estate: estateFlag,
  tenant: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'About the part of this tenant',
    placeholder: 'id',
  },
  own: { kind: 'boolean', default: false, brief: 'About our own holdings, as controller' },
  language: languageFlag,
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

/** Opens the facts of a declared case. Throws `not-found` with the place where was looked. */
export async function openCaseFacts(
  context: AnlaufContext,
  stores: Pick<Stores, 'log'>,
  flags: Pick<FactFlags, 'case' | 'estate'>,
): Promise<FactSession> {
  const session = await openFacts(stores.log, flags.case, readEstateFile(flags.estate))
  if (session.case.status === 'none') throw noCase(context, flags.case)
  return session
}

/** Whom a command is about: the incident, our own holdings, one tenant. Throws for two of them at once. */
export function scopeOf({ own, tenant }: Pick<FactFlags, 'own' | 'tenant'>): FactScope {
  if (own && tenant !== undefined) {
    throw new AnlaufError('input-invalid', 'A fact is about our own holdings or about a tenant.', {
      hint: 'Give --own or --tenant, not both.',
    })
  }
  return tenant === undefined ? (own ? 'own' : 'all') : tenantScope(tenant)
}

/** Throws `not-found` for a tenant that the case does not have. */
export function requireTenant({ case: state }: FactSession, tenant: string | undefined): void {
  if (tenant === undefined || state.units.has(tenant)) return
  throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: `It has: ${[...state.units.keys()].slice(0, 20).join(', ')}.`,
  })
}
