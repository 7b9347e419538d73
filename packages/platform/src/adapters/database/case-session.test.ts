import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  approvalEnd,
  type CaseSession,
  type Command,
  type FactCommand,
  openCase,
  signApproval,
  unitContentHash,
} from '../../core/case/index.ts'
import { entryLine, publicPem, verifyEntries } from '../../core/evidence/index.ts'
import { evidenceLog, openDatabase } from './index.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-case-session-'))
const database = await openDatabase({ home })
const log = evidenceLog(database)
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const by = { actor: 'test', at: '2026-03-11T06:00:00.000Z' }
const [manifest, rules] = ['a'.repeat(64), 'b'.repeat(64)]
const keys = new Map<string, KeyObject>(
  ['anna', 'bernd'].map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)

test('a session that read the case before others went on decides on what is true now', async () => {
  const mine = await readyToRelease('voided')
  const other = await openCase(log, 'voided')
  await other.execute({ command: 'record', facts: [scanned(0)] }, by)
  await assert.rejects(mine.execute(release, by), { code: 'gate-closed' })
  assert.equal(mine.state.units.get('t1')?.approvals.length, 0, 'the new fact voided the approvals')
})

test('of two sessions that release at once nobody decides on a state that the other one changed', async () => {
  const mine = await readyToRelease('race')
  const other = await openCase(log, 'race')
  await Promise.allSettled([
    mine.execute(release, by),
    other.execute({ command: 'record', facts: [scanned(0)] }, by),
    mine.execute(release, by),
    other.execute({ command: 'record', facts: [scanned(0)] }, by),
  ])
  const entries = await Array.fromAsync(log.read('race'))
  assert.deepEqual((await verifyEntries(entries.map(entryLine))).problems, [])
  const kinds = entries.map(({ kind }) => kind)
  for (const [place, kind] of kinds.entries()) {
    if (kind !== 'unit.released') continue
    const facts = kinds.slice(kinds.indexOf('unit.approved'), place)
    assert.ok(!facts.includes('unit.scanned'), 'released although a fact came after the approvals')
  }
  const fresh = await openCase(log, 'race')
  await Promise.all([mine, other].map((session) => session.execute({ command: 'record', facts: [] }, by)))
  assert.deepEqual([mine.state, other.state], [fresh.state, fresh.state])
})

const release: Command = {
  command: 'release',
  unit: 't1',
  manifestDigest: manifest,
  ruleSetDigest: rules,
  files: 5,
  bytes: 50,
}

async function readyToRelease(id: string): Promise<CaseSession> {
  const session = await openCase(log, id)
  const tenants = ['t1']
  await session.execute({ command: 'declare', title: 'x', exercise: true, tenants, services: [] }, by)
  for (const [person, key] of keys) {
    const publicKey = publicPem(key)
    await session.execute({ command: 'registerApprover', person, role: 'lead', publicKey }, by)
  }
  const counts = { files: 5, bytes: 50 }
  const unit = 't1'
  await session.execute(
    {
      command: 'record',
      facts: [
        { type: 'isolation.proven', systems: ['s'], probes: 3, proof: 'c'.repeat(64) },
        {
          type: 'unit.restorePointsChosen',
          unit,
          planDigest: manifest,
          ...counts,
          leftOut: 0,
          reasons: {},
        },
        { type: 'unit.restored', unit, manifestDigest: manifest, ...counts },
        { type: 'unit.verified', unit, manifestDigest: manifest, ...counts },
        scanned(0),
      ],
    },
    by,
  )
  for (const person of keys.keys()) await approve(session, person)
  return session
}

async function approve(session: CaseSession, person: string): Promise<void> {
  const [unit, key] = [session.state.units.get('t1'), keys.get(person)]
  assert.ok(unit && key)
  const contentHash = unitContentHash(session.state.id, unit)
  const said = { unit: 't1', contentHash, person, expiresAt: approvalEnd(new Date(by.at)) }
  const signature = signApproval({ case: session.state.id, ...said, role: 'lead' }, key)
  await session.execute({ command: 'approve', ...said, signature }, by)
}

function scanned(unscanned: number): FactCommand {
  return {
    type: 'unit.scanned',
    unit: 't1',
    manifestDigest: manifest,
    engine: 'e',
    engineVersion: '1',
    ruleSetDigest: rules,
    clean: 5,
    quarantined: 0,
    caseReview: 0,
    unscanned,
  }
}
