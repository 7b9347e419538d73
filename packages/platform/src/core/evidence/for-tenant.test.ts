import assert from 'node:assert/strict'
import { test } from 'node:test'

import { tenantReader } from './for-tenant.ts'

test('a line is shown to a tenant when it names no other one, however it is written', () => {
  const mayRead = tenantReader('nordwind-2', ['nordwind', 'nordwind-2', 't1', 'alpenblick', 'Grün & Co'])
  const shown = [
    '{}',
    '"unit":"nordwind-2"',
    '"nordwind-2-db1"',
    '"host":"t10"',
    '"nordwinde"',
    '"at1"',
    '"nordwind-2/x"',
  ]
  const withheld = [
    '"nordwind"',
    '"NORDWIND-db1"',
    '"tenants":["nordwind-2","t1"]',
    '"a/t1/b"',
    '"alpenblick"',
    '"Grün & Co"',
  ]
  for (const line of shown) assert.ok(mayRead(line), line)
  for (const line of withheld) assert.ok(!mayRead(line), line)
})
