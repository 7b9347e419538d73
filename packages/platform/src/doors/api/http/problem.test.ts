import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'

import { openApi } from '../api.fixture.ts'
import { Problem } from './problem.ts'

const api = await openApi()
after(() => api[Symbol.asyncDispose]())

async function problem(path: string, language?: string) {
  const answer = await api.get(path, language === undefined ? {} : { 'Accept-Language': language })
  return { ...Problem.parse(await answer.json()), headers: answer.headers }
}

test('a refusal is said in the language that the caller asks for, under the same code', async () => {
  const german = await problem('/api/cases/none', 'de-AT,de;q=0.9,en;q=0.5')
  assert.equal(german.code, 'not-found')
  assert.equal(german.title, 'Nicht gefunden')
  assert.equal(german.detail, 'Es gibt keinen Fall „none“.')
  assert.match(german.hint, /GET \/api\/cases nennt die Fälle/)
  assert.equal(german.headers.get('Content-Language'), 'de')
  assert.equal(german.headers.get('Vary'), 'Accept-Language')
})

test('who asks for no language, or for another one, reads English', async () => {
  for (const language of [undefined, 'en', 'fr-FR, de;q=0.5', '', 'x'.repeat(5000)]) {
    const english = await problem('/api/cases/none', language)
    assert.equal(english.title, 'not found')
    assert.equal(english.detail, 'There is no case "none".')
    assert.equal(english.headers.get('Content-Language'), 'en')
  }
})

test('what a closed gate lacks is named in German, tenants by their ids', async () => {
  await api.declare('still-open')
  const answer = await fetch(`${api.url}/api/cases/still-open/commands/close`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${api.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      'If-Match': '"1"',
      'Accept-Language': 'de',
    },
    body: '{}',
  })
  assert.equal(answer.status, 409)
  const said = Problem.parse(await answer.json())
  assert.equal(said.title, 'Das Tor ist zu')
  assert.equal(said.detail, 'Der Fall kann noch nicht geschlossen werden.')
  assert.match(said.hint, /^Es fehlt: .*jeder betroffene Kunde freigegeben \(nordwind, alpenblick\)/)
  assert.doesNotMatch(said.hint, /\b(the|was|every)\b/)
})
