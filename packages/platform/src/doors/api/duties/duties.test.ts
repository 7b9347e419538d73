import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { openCase } from '../../../core/case/index.ts'
import { parseEstate } from '../../../core/estate/index.ts'
import { publicPem } from '../../../core/evidence/index.ts'
import { factHash, openFacts, signFact, type StatedFact } from '../../../core/facts/index.ts'
import { by, openApi } from '../api.fixture.ts'

const estateText = readFileSync(new URL('../../../../../../examples/estate.yaml', import.meta.url), 'utf8')
const now = new Date('2026-03-11T08:00:00Z')
const api = await openApi({
  now: () => now,
  deskSources: { estate: () => Promise.resolve(parseEstate(estateText, 'estate.yaml')) },
})
after(() => api[Symbol.asyncDispose]())
await api.declare('night-1')

async function json<Answer>(path: string, status = 200): Promise<Answer> {
  const answer = await api.get(path)
  const text = await answer.text()
  assert.equal(answer.status, status, text)
  return JSON.parse(text) as Answer
}

interface Row {
  readonly duty: string
  readonly applies: string
  readonly stage: string
  readonly missing: readonly string[]
  readonly tenants: number
}

interface Shown {
  readonly status: string
  readonly revision: number
  readonly text: string
  readonly sections: readonly {
    readonly items: readonly { readonly key: string; readonly value: string | null }[]
  }[]
}

async function state(field: string, value: StatedFact['value']): Promise<void> {
  const key = generateKeyPairSync('ed25519').privateKey
  const session = await openCase(api.log, 'night-1')
  const person = `legal-${field}`
  const publicKey = publicPem(createPublicKey(key))
  await session.execute({ command: 'registerApprover', person, role: 'legal', publicKey }, by)
  const facts = await openFacts(api.log, 'night-1')
  const fact: StatedFact = {
    field,
    scope: 'all',
    value,
    source: 'test',
    confidence: 'high',
    asOf: by.at,
    estimate: false,
    evidence: [],
  }
  const contentHash = factHash('night-1', fact)
  const signed = { case: 'night-1', verdict: 'state', contentHash, person, role: 'legal' } as const
  await facts.execute({ command: 'state', fact, person, signature: signFact(signed, key) }, by)
}

test('the overview says what applies, what is missing and how far documents are; tenants stand in one row', async () => {
  const { duties } = await json<{ duties: Row[] }>('/api/cases/night-1/duties')
  const row = (id: string): Row => duties.find(({ duty }) => duty === id) ?? assert.fail(id)
  assert.equal(row('gdpr-33-2').tenants, 2)
  assert.equal(row('bsig-32-1-1').stage, 'none')
  assert.ok(row('bsig-32-1-1').missing.includes('incident.malicious'))
  const { missing } = await json<{ missing: { field: string; title: { de: string } }[] }>(
    '/api/cases/night-1/duties/missing',
  )
  assert.ok(missing.some(({ field, title }) => field === 'incident.malicious' && title.de !== ''))
})

test('a draft is what the facts say now, and asking for it changes nothing', async () => {
  const entries = async (): Promise<number> => (await openFacts(api.log, 'night-1')).seq
  const before = await entries()
  const path = '/api/cases/night-1/duties/bsig-32-1-1/draft'
  const first = await json<Shown>(path)
  assert.deepEqual([first.status, first.revision], ['draft for counsel', 0])
  assert.match(first.text, /\[1\.1\] Verdacht[^\n]*\n {4}<FEHLT, Pflichtangabe>/)
  assert.equal(await entries(), before)
  await state('incident.malicious', true)
  const second = await json<Shown>(path)
  const value = second.sections.flatMap(({ items }) => items).find(({ key }) => key === '1.1')?.value
  assert.equal(value, 'ja', 'what was stated meanwhile is there')
  const english = await json<Shown>(`${path}?language=en`)
  assert.match(english.text, /DRAFT FOR COUNSEL/)
})

test('a tenant’s document is asked for by its tenant; what is not there says what to do', async () => {
  const path = '/api/cases/night-1/duties/gdpr-33-2/draft'
  assert.match((await json<Shown>(`${path}?tenant=nordwind`)).text, /Ihre eigene Frist/)
  const several = await json<{ hint: string }>(path, 400)
  assert.match(several.hint, /\?tenant=/)
  await json(`${path}?tenant=nobody`, 404)
  await json('/api/cases/night-1/duties/nothing/draft', 404)
  await json('/api/cases/night-1/duties/bdsg-42-43/draft', 404)
  await json('/api/cases/other/duties', 404)
  await json('/api/cases/night-1/duties?language=fr', 400)
})
