import { dutyEvents, germanLands, type LegalProfile } from './legal-profile.ts'
import type { Field, Shape } from './shape.ts'

const text: Shape = { kind: 'text' }
const id: Shape = { kind: 'id' }
const ids: Shape = { kind: 'list', of: id }
const texts: Shape = { kind: 'list', of: text }

const needed = (shape: Shape): Field => ({ shape })
const optional = (shape: Shape): Field => ({ shape, default: null })
const many = (shape: Shape): Field => ({ shape, default: [] })
const object = (fields: Readonly<Record<string, Field>>): Shape => ({ kind: 'object', fields })
const listOf = (fields: Readonly<Record<string, Field>>): Field => many({ kind: 'list', of: object(fields) })

const legalFlags = [
  'processor',
  'controller',
  'kritis',
  'telecom',
  'trustServices',
  'dora',
  'doraCustomers',
  'manufacturer',
  'insured',
  'listed',
  'switzerland',
  'swissCritical',
  'uk',
] as const satisfies readonly (keyof LegalProfile)[]

const keepFields = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const

/** The whole document (`connect.md` §9), as data: what may stand where, and what must. */
export const estateShape: Shape = object({
  apiVersion: needed({ kind: 'choice', of: ['estate/v1'] }),
  provider: needed(
    object({
      id: needed(id),
      name: needed(text),
      tz: { shape: text, default: 'Europe/Berlin' },
      languages: { shape: texts, default: ['de', 'en'] },
    }),
  ),
  contacts: listOf({
    id: needed(id),
    name: needed(text),
    roles: many(texts),
    languages: many(texts),
    channels: listOf({ kind: needed(text), to: needed(text) }),
  }),
  products: listOf({ id: needed(id), name: needed({ kind: 'words' }), offerings: needed(ids) }),
  services: listOf({
    id: needed(id),
    name: optional({ kind: 'words' }),
    offering: optional(id),
    runsOn: needed(ids),
    dependsOn: listOf({
      service: needed(id),
      kind: { shape: { kind: 'choice', of: ['hard', 'auth', 'soft'] }, default: 'hard' },
    }),
    tenancy: needed(
      object({
        mode: needed({ kind: 'choice', of: ['shared', 'dedicated', 'pooled'] }),
        key: optional(text),
      }),
    ),
    recovery: {
      shape: object({
        tier: optional({ kind: 'number' }),
        order: optional({ kind: 'number' }),
        rto: optional(text),
        rpo: optional(text),
        proofs: many(texts),
      }),
      default: { proofs: [] },
    },
  }),
  systems: listOf({
    id: needed(id),
    kind: needed(text),
    host: optional(id),
    addresses: many(texts),
    zones: many(texts),
    connectors: { shape: { kind: 'record', of: text }, default: {} },
  }),
  datasets: listOf({
    id: needed(id),
    of: needed(id),
    on: needed(id),
    source: needed(object({ kind: needed(text), root: optional(text), db: optional(text) })),
    tenantSlice: optional(text),
    groups: many(texts),
    layer: optional({
      kind: 'choice',
      of: ['base-system', 'full', 'incremental', 'sync', 'tenant-area', 'configuration'],
    }),
    classes: many(texts),
    copies: many(texts),
    hooks: {
      shape: object({ before: many({ kind: 'list', of: texts }), after: many({ kind: 'list', of: texts }) }),
      default: { before: [], after: [] },
    },
    owner: optional(text),
  }),
  credentials: listOf({
    id: needed(id),
    kind: needed(text),
    at: needed(id),
    name: optional(text),
    consumers: many(ids),
  }),
  tenants: listOf({
    id: needed(id),
    slug: needed({ kind: 'slug' }),
    name: needed(text),
    number: optional(text),
    contacts: many(ids),
    subscriptions: listOf({
      offering: needed(id),
      domain: optional(text),
      seats: optional({ kind: 'number' }),
    }),
    wave: optional(text),
  }),
  protection: {
    shape: object({
      hold: { shape: { kind: 'flag' }, default: false },
      copies: listOf({
        id: needed(id),
        kind: needed({ kind: 'choice', of: ['local', 'vault', 'off-site', 'offline'] }),
        every: needed({ kind: 'span' }),
        from: optional(id),
        runsOn: optional(id),
        location: optional(text),
        passwordFile: optional(text),
        keep: optional(
          object(Object.fromEntries(keepFields.map((name) => [name, optional({ kind: 'number' })]))),
        ),
        to: optional(text),
        volumeSize: optional({ kind: 'size' }),
        testEvery: optional({ kind: 'span' }),
      }),
    }),
    default: { hold: false, copies: [] },
  },
  clusters: listOf({ id: needed(id), kind: needed(text), runs: needed(ids) }),
  legal: {
    shape: object({
      land: optional({ kind: 'choice', of: germanLands }),
      nis2: optional({ kind: 'choice', of: ['none', 'important', 'essential'] }),
      ...Object.fromEntries(legalFlags.map((name) => [name, optional({ kind: 'flag' })])),
      accounts: optional(ids),
      reviewedBy: optional(text),
      reviewedAt: optional(text),
    }),
    default: {},
  },
  contracts: listOf({
    id: needed(id),
    title: needed({ kind: 'words' }),
    after: needed({ kind: 'choice', of: dutyEvents }),
    within: needed({ kind: 'span' }),
    tenants: optional(ids),
  }),
})
