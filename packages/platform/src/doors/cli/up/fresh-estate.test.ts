import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { parseEstate } from '../../../core/estate/index.ts'
import { freshEstate } from './fresh-estate.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-estate-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const example = readFileSync(
  fileURLToPath(new URL('../../../../../../examples/estate.yaml', import.meta.url)),
  'utf8',
)

function fileWith(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** The example with so many more customers. */
function withTenants(count: number): string {
  const more = Array.from(
    { length: count },
    (_, at) =>
      `  - { id: t${at}, slug: t${at}, name: T ${at}, number: "${at}", contacts: [c-nordwind], wave: first, subscriptions: [ { offering: sync-share }, { offering: document-service }, { offering: consult-online } ] }\n`,
  ).join('')
  return example.replace('\ntenants:\n', `\ntenants:\n${more}`)
}

test('a small file is as it is at every question, and says what is wrong with it', async () => {
  const file = fileWith('small.yaml', example)
  const fresh = freshEstate(file)
  assert.equal(fresh.estate().tenants.length, 4)
  assert.equal(fresh.estate(), fresh.estate(), 'read once')
  writeFileSync(file, withTenants(1))
  assert.equal(fresh.estate().tenants.length, 5)
  writeFileSync(file, 'nothing: good\n')
  assert.throws(() => fresh.estate(), { code: 'estate-invalid' })
  assert.ok('problems' in (await fresh.reading()))
  rmSync(file)
  assert.throws(() => fresh.estate(), { code: 'not-found' })
  await assert.rejects(fresh.reading(), { code: 'not-found' })
})

test('a large file is read beside: who asks meanwhile gets what was known, who waits gets what is there', async () => {
  const file = fileWith('large.yaml', withTenants(1_200))
  const fresh = freshEstate(file)
  const known = fresh.estate()
  writeFileSync(file, withTenants(1_201))
  assert.equal(fresh.estate(), known, 'nothing is parsed here')
  assert.equal(fresh.estate(), known)
  const reading = await fresh.reading()
  assert.ok('estate' in reading)
  assert.equal(reading.estate.tenants.length, 1_205)
  assert.equal(fresh.estate(), reading.estate)
  const parsed = parseEstate(withTenants(1_201), file)
  assert.ok('estate' in parsed)
  assert.deepEqual(reading.estate, parsed.estate, 'on the way back nothing is lost')
  assert.ok(Object.isFrozen(reading.estate.tenants[7]))
})

test('a mistake in a large file, and a file that goes away, are said as ever', async () => {
  const file = fileWith('bad.yaml', withTenants(1_200))
  const fresh = freshEstate(file)
  fresh.estate()
  writeFileSync(file, withTenants(1_200).replace('offering: sync-share', 'offering: sync-shaer'))
  const reading = await fresh.reading()
  assert.ok('problems' in reading && reading.problems[0]?.message.includes('sync-shaer'))
  assert.throws(() => fresh.estate(), { code: 'estate-invalid' })
  rmSync(file)
  await assert.rejects(fresh.reading(), { code: 'not-found' })
  writeFileSync(file, withTenants(1_200))
  assert.ok('estate' in (await fresh.reading()))
})
