import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { type EstateReading } from '../desk/desk-sources.ts'
import { parseEstate } from '../../../core/estate/index.ts'
import { openApi } from '../api.fixture.ts'

const estateText = readFileSync(new URL('../../../../../../examples/estate.yaml', import.meta.url), 'utf8')
let reading: EstateReading = parseEstate(estateText, 'estate.yaml')
const api = await openApi({
  now: () => new Date('2026-03-11T08:00:00Z'),
  deskSources: { estate: () => Promise.resolve(reading) },
})
after(() => api[Symbol.asyncDispose]())
await api.declare('night-1')

async function ask(path: string, body: object): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${api.url}/api/cases/night-1${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, text: await answer.text() }
}

test('while the estate file has mistakes no text is asked for that nobody could look through for names of customers', async () => {
  const tenant = 'estate' in reading ? reading.estate.tenants[0] : undefined
  assert.ok(tenant)
  const fact = {
    field: 'dora.other',
    scope: 'own',
    value: { de: `Betroffen ist ${tenant.name}.`, en: `${tenant.name} is hit.` },
    source: 'report',
    asOf: '2026-03-11T07:00:00Z',
  }
  const filing = { reason: 'first report', incomplete: 'the 24 hours end' }
  assert.match((await ask('/facts', fact)).text, /tells who one of the customers is/)
  reading = parseEstate(`${estateText}\nnonsense: true\n`, 'estate.yaml')
  assert.ok('problems' in reading)
  for (const { status, text } of [
    await ask('/facts', fact),
    await ask('/duties/bsig-32-1-1/approval', filing),
  ]) {
    assert.equal(status, 409, text)
    assert.match(text, /estate file has mistakes.*Mend it/)
  }
  for await (const { data } of api.log.read('night-1', 1)) {
    assert.doesNotMatch(JSON.stringify(data), new RegExp(`Betroffen ist ${tenant.name}`))
  }
})
