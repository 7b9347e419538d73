import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { openApiText } from './index.ts'

const page = new URL('../../../../../docs/openapi.json', import.meta.url)

test('docs/openapi.json says what the routes are', () => {
  assert.equal(readFileSync(page, 'utf8'), openApiText(), 'run "npm run openapi" and commit the result')
})

test('every route says how it fails', () => {
  const { paths } = JSON.parse(openApiText()) as {
    paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>
  }
  for (const [path, methods] of Object.entries(paths)) {
    for (const { responses } of Object.values(methods)) {
      const failures = Object.keys(responses).filter((status) => Number(status) >= 400)
      assert.ok(failures.includes('503'), path)
      if (path.startsWith('/api/')) assert.ok(failures.includes('401'), path)
    }
  }
})
