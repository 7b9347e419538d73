import { createHash } from 'node:crypto'

import type { RegisterLine } from '../registers.ts'

export interface Indicator {
  readonly kind: 'sha256' | 'sha1' | 'md5' | 'ipv4' | 'ipv6' | 'url' | 'domain' | 'mail' | 'other'
  /** As it was stated, defanged. */
  readonly shown: string
  /** As programs compare it. */
  readonly value: string
}

/** What an indicator is; what is none of the known kinds stays a line of text. */
export function indicatorOf(stated: string): Indicator {
  const shown = stated.trim()
  const value = shown
    .replaceAll(/\[\.\]|\(\.\)|\[dot\]/gi, '.')
    .replaceAll(/\[at\]|\(at\)|\[@\]/gi, '@')
    .replace(/^hxxp/i, 'http')
  return { kind: kindOf(value), shown, value }
}

function kindOf(value: string): Indicator['kind'] {
  if (/^[0-9a-f]{64}$/i.test(value)) return 'sha256'
  if (/^[0-9a-f]{40}$/i.test(value)) return 'sha1'
  if (/^[0-9a-f]{32}$/i.test(value)) return 'md5'
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(value)) return 'ipv4'
  if (/^[0-9a-f:]+$/i.test(value) && value.split(':').length > 2) return 'ipv6'
  if (/^https?:\/\/\S+$/i.test(value)) return 'url'
  if (/^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)) return 'mail'
  return /^(?:[a-z0-9_-]+\.)+[a-z]{2,}$/i.test(value) ? 'domain' : 'other'
}

export function indicatorLines(stated: readonly string[]): readonly RegisterLine[] {
  return stated.map((one) => {
    const { kind, shown } = indicatorOf(one)
    return { kind, indicator: shown }
  })
}

const patterns: Readonly<Record<Exclude<Indicator['kind'], 'other'>, (value: string) => string>> = {
  sha256: (value) => `[file:hashes.'SHA-256' = '${value.toLowerCase()}']`,
  sha1: (value) => `[file:hashes.'SHA-1' = '${value.toLowerCase()}']`,
  md5: (value) => `[file:hashes.MD5 = '${value.toLowerCase()}']`,
  ipv4: (value) => `[ipv4-addr:value = '${value}']`,
  ipv6: (value) => `[ipv6-addr:value = '${value.toLowerCase()}']`,
  url: (value) => `[url:value = '${quoted(value)}']`,
  domain: (value) => `[domain-name:value = '${value.toLowerCase()}']`,
  mail: (value) => `[email-addr:value = '${quoted(value)}']`,
}

/** The same for programs: a STIX 2.1 bundle. Deterministic; TLP:AMBER+STRICT by its description. */
export function stixBundle(caseId: string, stated: readonly string[], asOf: string): string {
  const objects = stated.flatMap((one) => {
    const { kind, value, shown } = indicatorOf(one)
    if (kind === 'other') return []
    return [
      {
        type: 'indicator',
        spec_version: '2.1',
        id: `indicator--${uuidOf(`${caseId} ${kind} ${value}`)}`,
        created: asOf,
        modified: asOf,
        name: shown,
        description: 'TLP:AMBER+STRICT',
        indicator_types: ['malicious-activity'],
        pattern: patterns[kind](value),
        pattern_type: 'stix',
        valid_from: asOf,
      },
    ]
  })
  const bundle = { type: 'bundle', id: `bundle--${uuidOf(`${caseId} ${asOf}`)}`, objects }
  return `${JSON.stringify(bundle, undefined, 2)}\n`
}

function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
}

/** From the name, as RFC 9562 describes version 8: the same indicator of a case has the same id. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
