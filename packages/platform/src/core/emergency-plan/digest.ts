import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../evidence/index.ts'
import type { EmergencyPlan, Stage } from './model.ts'

/** SHA-256 over the canonical form (RFC 8785): what people sign. Comments and layout of the file do not count. */
export function planDigest(plan: EmergencyPlan): string {
  return digestOf(plan)
}

/**
 * SHA-256 over what a stage asks: what it needs, for whom, behind which gate, and every word of what is done. What was
 * done under one digest is not done under another. Title and clocks do not count: they ask for nothing.
 */
export function stageDigest({ id, needs, forEach, gate, actions }: Stage): string {
  return digestOf({ id, needs, forEach: forEach?.text ?? '', gate, actions })
}

function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(withoutFractions(value)))
    .digest('hex')
}

/** Evidence knows whole numbers only, so spans are counted in minutes there. */
function withoutFractions(value: unknown): Json {
  if (typeof value === 'number') return Number.isInteger(value) ? value : `${Math.round(value * 60)} min`
  if (Array.isArray(value)) return value.map(withoutFractions)
  if (typeof value !== 'object' || value === null) return value as Json
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutFractions(one)]))
}
