import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { openApi } from '../api.fixture.ts'

const reason = 'ENOENT: /home/operator/anlauf/node_modules'
const api = await openApi({ consoleFiles: () => ({ kind: 'failed', reason }) })
after(() => api[Symbol.asyncDispose]())

test('whoever has not signed in is told that there is no console, and no place of this machine', async () => {
  for (const [language, words] of [
    ['de', 'Protokoll des Servers'],
    ['en', 'log of the server'],
  ] as const) {
    const answer = await fetch(`${api.url}/`, { headers: { 'Accept-Language': language } })
    const text = await answer.text()
    assert.equal(answer.status, 503)
    assert.ok(text.includes(words), text)
    assert.ok(!text.includes('operator'), text)
  }
})
