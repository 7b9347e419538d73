import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../evidence/index.ts'
import type { EmergencyPlan } from './model.ts'

/** SHA-256 over the canonical form (RFC 8785): what people sign. Comments and layout of the file do not count. */
export function planDigest(plan: EmergencyPlan): string {
  return createHash('sha256')
    .update(canonicalJson(withoutFractions(plan)))
    .digest('hex')
}

/** Evidence knows whole numbers only, so spans are counted in minutes there. */
function withoutFractions(value: unknown): Json {
  if (typeof value === 'number') return Number.isInteger(value) ? value : `${Math.round(value * 60)} min`
  if (Array.isArray(value)) return value.map(withoutFractions)
  if (typeof value !== 'object' || value === null) return value as Json
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutFractions(one)]))
}
