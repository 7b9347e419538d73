import { AnlaufError } from '../failure.ts'
import type { Finding, Harm, Verdict } from './finding.ts'

const fields = [
  'tenant',
  'tenants',
  'service',
  'data',
  'harm',
  'verdict',
  'period',
  'bytes',
  'grounds',
  'gaps',
  'evidence',
  'asOf',
]

/**
 * A JSON list of findings as people type it: `tenant` is one id, `tenants` a list or "affected" (all of the case). What
 * holds for many customers of one system is written once and becomes a finding for each. Throws `input-invalid` with
 * the place.
 */
export function parseFindings(
  text: string,
  { affected }: { readonly affected: readonly string[] },
): readonly Finding[] {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch (cause) {
    throw unfit('it is no JSON', cause)
  }
  if (!Array.isArray(list)) throw unfit('it is no list')
  return list.flatMap((one: unknown, at) => {
    const place = `finding ${at + 1}`
    if (typeof one !== 'object' || one === null) throw unfit(`${place} is no object`)
    const given = one as Readonly<Record<string, unknown>>
    const unknown = Object.keys(given).find((name) => !fields.includes(name))
    if (unknown !== undefined) throw unfit(`${place} has an unknown field "${unknown}"`)
    const rest = {
      service: textOf(given, 'service', place),
      data: given['data'] === undefined ? 'all' : textOf(given, 'data', place),
      harm: textOf(given, 'harm', place) as Harm,
      verdict: textOf(given, 'verdict', place) as Verdict,
      asOf: textOf(given, 'asOf', place),
      evidence: listOf(given['evidence'] ?? [], `${place}: "evidence"`),
      ...objectOf(given, 'period', ['from', 'to'], place),
      ...objectOf(given, 'bytes', ['atLeast', 'atMost'], place),
      ...objectOf(given, 'grounds', ['de', 'en'], place),
      ...objectOf(given, 'gaps', ['de', 'en'], place),
    }
    return tenantsOf(given, place, affected).map((tenant): Finding => ({ tenant, ...rest }))
  })
}

function tenantsOf(
  { tenant, tenants }: Readonly<Record<string, unknown>>,
  place: string,
  affected: readonly string[],
): readonly string[] {
  if ((tenant === undefined) === (tenants === undefined))
    throw unfit(`${place} has no "tenant", or "tenants" too`)
  if (tenants === 'affected') return affected
  return tenant === undefined
    ? listOf(tenants, `${place}: "tenants"`)
    : listOf([tenant], `${place}: "tenant"`)
}

function textOf(given: Readonly<Record<string, unknown>>, name: string, place: string): string {
  const value = given[name]
  if (typeof value !== 'string' || value === '' || value.length > 200)
    throw unfit(`${place} has no "${name}"`)
  return value
}

function listOf(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
    throw unfit(`${place} is no list of texts`)
  }
  return value
}

/** Only the named parts, so that nothing unknown is signed. */
function objectOf(
  given: Readonly<Record<string, unknown>>,
  name: string,
  parts: readonly string[],
  place: string,
): Readonly<Record<string, never>> {
  const value = given[name]
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null) throw unfit(`${place}: "${name}" is no object`)
  const names = Object.keys(value)
  if (names.length !== parts.length || !parts.every((part) => names.includes(part))) {
    throw unfit(`${place}: "${name}" has other parts than ${parts.join(', ')}`)
  }
  return { [name]: value } as Readonly<Record<string, never>>
}

function unfit(what: string, cause?: unknown): AnlaufError {
  return new AnlaufError('input-invalid', `The findings cannot be read: ${what}.`, {
    hint: 'Write a JSON list as docs/statements.md shows. Nothing was recorded.',
    cause,
  })
}
