import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { vouch as vouchFor } from '../../../core/case/approval-case.fixture.ts'
import { evolve, initialCase } from '../../../core/case/index.ts'
import { origin, type Passkey, rpId } from '../../../core/case/passkey.fixture.ts'
import { approverKeys, standingOfKeys } from '../access/approver-keys.ts'
import { keptPasskey } from '../access/kept-passkey.fixture.ts'
import type { Principal } from '../access/principal.ts'
import { vouch } from '../access/vouch.ts'
import { openApi } from '../api.fixture.ts'
import { keyEvents } from './admitted-keys.ts'

const { database, ...api } = await openApi()
after(() => api[Symbol.asyncDispose]())
const roles = ['lead']
const at = '2026-03-11T06:00:00.000Z'

const keep = (person: string, genesis?: string) => keptPasskey(database, { person, roles, genesis })

async function vouches(by: Passkey, key: Passkey): Promise<void> {
  const { seal } = vouchFor(by, key, roles)
  const principal: Principal = { kind: 'person', name: by.person, roles: ['lead'] }
  await vouch(database, {
    keyId: key.keyId,
    by: principal,
    credentialId: by.credentialId,
    passkey: seal.passkey ?? { authenticatorData: '', clientDataJSON: '' },
    signature: seal.signature,
    party: { id: rpId, origin },
    now: new Date(at),
  })
}

async function revoke({ credentialId }: Passkey): Promise<void> {
  await database.query(
    `update anlauf.passkey set revoked_at = now(), revoked_by = 'anna', revoked_for = 'gone' where credential_id = $1`,
    [credentialId],
  )
}

test('who was vouched for by people who have left may sign in a new case; they themselves may not', async () => {
  const [anna, gerd] = [await keep('anna', 'account'), await keep('gerd', 'account')]
  const [bernd, clara] = [await keep('bernd'), await keep('clara')]
  for (const by of [anna, gerd]) await vouches(by, bernd)
  for (const by of [bernd, gerd]) await vouches(by, clara)
  for (const key of [anna, bernd]) await revoke(key)
  const fact = { title: 'x', exercise: true, tenants: ['t1'], services: [] }
  const declared = evolve(initialCase('night-1'), { type: 'case.declared', ...fact }, at)
  const events = await keyEvents(database, declared, at)
  const state = events.reduce((next, event) => evolve(next, event, at), declared)
  const signing = [...state.credentials.values()].filter(({ keyId }) => !state.revoked.has(keyId))
  assert.deepEqual(signing.map(({ person }) => person).toSorted(), ['clara', 'gerd'])
  assert.deepEqual(await keyEvents(database, state, at), [], 'once is enough')
})

test('whoever vouched with a key that was lost can vouch again with the next one', async () => {
  const [old, next] = [await keep('olga', 'account'), await keep('olga', 'account')]
  const eve = await keep('eve')
  await vouches(old, eve)
  await revoke(old)
  await vouches(next, eve)
  const keys = await approverKeys(database)
  const kept = keys.find(({ keyId }) => keyId === eve.keyId)?.vouchers ?? []
  assert.deepEqual(
    kept.map(({ seal }) => seal.keyId),
    [next.keyId],
  )
  assert.deepEqual(standingOfKeys(keys).vouchedBy.get(eve.keyId), ['olga'])
})
