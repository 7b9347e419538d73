import { createHash, generateKeyPairSync } from 'node:crypto'

import { type Database, evidenceLog } from '../../src/adapters/database/index.ts'
import {
  approverKeyId,
  type CaseEvent,
  draftOf,
  evolve,
  type FactCommand,
  initialCase,
  signApproval,
  unitContentHash,
} from '../../src/core/case/index.ts'
import { publicPem } from '../../src/core/evidence/index.ts'

export interface CaseSize {
  readonly tenants: number
  readonly services: number
  readonly entries: number
}

export const largeCase = 'large'
/** So many tenants are released with two signatures each and handed back. */
const released = 1_000
const batch = 1_000

/** Fills a case with what would happen in it: every tenant restored and scanned, items held back, some released. */
export async function fillLargeCase(database: Database, size: CaseSize): Promise<void> {
  const log = evidenceLog(database)
  let events: CaseEvent[] = []
  let minute = 0
  const flush = async (): Promise<void> => {
    const at = (place: number): string => new Date(1_773_208_800_000 + (minute + place) * 10).toISOString()
    await log.append(
      largeCase,
      events.map((event, place) => draftOf(event, { actor: 'account engine', at: at(place) })),
    )
    minute += events.length
    events = []
  }
  for (const event of happenings(size)) {
    events.push(event)
    if (events.length === batch) await flush()
  }
  await flush()
}

function* happenings({ tenants, services, entries }: CaseSize): Generator<CaseEvent> {
  const ids = Array.from({ length: tenants }, (_, at) => `tenant-${at}`)
  const people = ['anna', 'bernd'].map((person) => {
    const key = generateKeyPairSync('ed25519').privateKey
    const publicKey = publicPem(key)
    return { person, role: 'lead', key, publicKey, keyId: approverKeyId(publicKey) ?? '' }
  })
  const head: CaseEvent[] = [
    {
      type: 'case.declared',
      title: 'A large night',
      exercise: true,
      tenants: ids,
      services: Array.from({ length: services }, (_, at) => `service-${at}`),
    },
    { type: 'isolation.proven', systems: ['system-0'], probes: 100, proof: digest('probes') },
    ...people.map(({ person, role, publicKey, keyId }): CaseEvent => {
      return { type: 'approver.registered', person, role, publicKey, keyId }
    }),
  ]
  yield* head
  const perTenant = Math.max(4, Math.floor((entries - head.length - 4 * released) / tenants))
  for (const [at, unit] of ids.entries()) {
    const facts = factsOf(unit, at, perTenant - 4)
    yield* facts
    if (at >= released) continue
    let state = initialCase(largeCase)
    for (const event of [
      ...head.map((event, place) => (place === 0 ? { ...event, tenants: [unit] } : event)),
      ...facts,
    ]) {
      state = evolve(state, event, '')
    }
    const known = state.units.get(unit)
    if (known === undefined) throw new Error(unit)
    const contentHash = unitContentHash(largeCase, known)
    for (const { person, role, key, keyId } of people) {
      const signature = signApproval({ case: largeCase, unit, contentHash, person, role }, key)
      yield { type: 'unit.approved', unit, contentHash, person, role, keyId, signature }
    }
    const [manifestDigest, ruleSetDigest] = [digest(`manifest ${unit}`), digest('rules')]
    yield { type: 'unit.released', unit, contentHash, manifestDigest, ruleSetDigest, files: 1000, bytes: 1e9 }
    yield { type: 'unit.handedBack', unit, manifestDigest, form: 'files', files: 1000, bytes: 1e9, receiptDigest: digest(`receipt ${unit}`) } // prettier-ignore
  }
}

function factsOf(unit: string, at: number, items: number): readonly FactCommand[] {
  const manifestDigest = digest(`manifest ${unit}`)
  const size = { files: 1000, bytes: 1e9 }
  return [
    { type: 'unit.restorePointsChosen', unit, planDigest: digest(`plan ${unit}`), ...size, leftOut: items, reasons: { newest: 1000 } },
    { type: 'unit.restored', unit, manifestDigest, ...size },
    { type: 'unit.verified', unit, manifestDigest, ...size },
    ...Array.from({ length: items }, (_, item): FactCommand => {
      return { type: 'item.sentToReview', unit, item: digest(`${at} ${item}`), cause: 'suspicious' }
    }),
    {
      type: 'unit.scanned', unit, manifestDigest, engine: 'yara-x', engineVersion: '1.7.1', ruleSetDigest: digest('rules'),
      clean: 1000, quarantined: 0, caseReview: items, unscanned: 0,
    },
  ] // prettier-ignore
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
