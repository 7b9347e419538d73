import assert from 'node:assert/strict'
import { test } from 'node:test'

import { tenantReader, tenantsIn } from './for-tenant.ts'

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

test('a name that begins as the own one is another tenant', () => {
  const mayRead = tenantReader('nordwind', ['nordwind', 'nordwind-2', '2'])
  assert.ok(mayRead('"unit":"nordwind"'))
  assert.ok(mayRead('"nordwind-db1"'))
  assert.ok(!mayRead('"unit":"nordwind-2"'))
  assert.ok(!mayRead('"host":"Nordwind-2-db1"'))
})

test('tenants are found wherever an entry is about them, however deep', () => {
  const lines = [
    '{"data":{"unit":"a"}}',
    '{"data":{"contracts":[{"tenants":["b","c"]}],"tenant":"d"}}',
    '{"data":{"elements":[{"id":"e","of":"tenants"},{"id":"web-1","of":"systems"}]}}',
    '{"data":{"note":"f"}}',
  ]
  assert.deepEqual([...tenantsIn(lines)].toSorted(), ['a', 'b', 'c', 'd', 'e'])
})
