import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1', '--estate', exampleEstate]
const by = (person: string): string[] => ['--person', person, '--key', cli.at(`${person}.key`)]
const time = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
const stated = (field: string, value: string, hoursAgo: number, ...more: string[]): string[] => {
  const answer = ['fact', 'state', ...inCase, '--field', field, '--value', value]
  return [...answer, '--source', 'report 1', '--as-of', time(hoursAgo), ...more]
}

interface Sheet {
  readonly version: number
  readonly hash: string
  readonly facts: readonly { readonly field: string; readonly value: unknown; readonly source: string }[]
}

before(async () => {
  await cli.json(['case', 'declare', ...inCase, '--title', 'x', '--exercise'])
  for (const role of ['legal', 'forensics']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
})

test('a fact is stated, holds, is overtaken by later knowledge, and its history stays', async () => {
  const first = await cli.json<{ fact: string; holds: boolean }>([
    ...stated('incident.ongoing', 'yes', 3),
    ...by('legal'),
  ])
  assert.equal(first.holds, true)
  const later = await cli.json<{ holds: boolean }>([...stated('incident.ongoing', 'nein', 1), ...by('legal')])
  assert.equal(later.holds, true)
  const older = await cli.json<{ holds: boolean }>([...stated('incident.ongoing', 'yes', 2), ...by('legal')])
  assert.equal(older.holds, false)
  const field = ['--field', 'incident.ongoing']
  const history = await cli.json<{ stated: { holds: boolean }[] }>(['fact', 'history', ...inCase, ...field])
  assert.deepEqual(
    history.stated.map(({ holds }) => holds),
    [false, true, false],
  )
  const shown = await cli.run('fact', 'show', ...inCase, ...field, '--language', 'de')
  assert.match(shown.stdout, /Vorfall dauert an\n {2}nein\n/)
})

test('the sheet has what nobody typed, and says what is open', async () => {
  const sheet = await cli.json<Sheet & { open: { id: string }[] }>(['fact', 'list', ...inCase, '--all'])
  const tenants = sheet.facts.find(({ field }) => field === 'impact.tenants')
  assert.deepEqual([tenants?.value, tenants?.source], [4, 'engine'])
  assert.ok(sheet.open.some(({ id }) => id === 'cause.description'))
  assert.match(sheet.hash, /^[0-9a-f]{64}$/)
  const shown = await cli.run('fact', 'list', ...inCase, '--language', 'de')
  assert.match(shown.stdout, /Vorfall\n[\s\S]*Auswirkungen\n[\s\S]*Betroffene Kunden/)
  const own = await cli.json<Sheet>(['fact', 'list', ...inCase, '--tenant', 'nordwind'])
  assert.ok(!own.facts.some(({ field }) => field === 'impact.tenants'))
})

test('texts come from a file in both languages', async () => {
  const file = cli.at('text.txt')
  writeFileSync(file, '[de]\nServer wurden verschlüsselt.\n[en]\nServers were encrypted.\n')
  const answer = ['fact', 'state', ...inCase, '--field', 'incident.description', '--file', file]
  await cli.json([...answer, '--source', 'forensics', '--as-of', time(1), ...by('forensics')])
  const shown = await cli.run('fact', 'show', ...inCase, '--field', 'incident.description')
  assert.match(shown.stdout, /Servers were encrypted\./)
})

test('a fact is taken back, and the one before holds again', async () => {
  const wrong = await cli.json<{ fact: string }>([...stated('cost.damage', '5.000', 1), ...by('legal')])
  const back = ['fact', 'withdraw', ...inCase, '--fact', wrong.fact, '--reason', 'counted twice']
  await cli.json([...back, ...by('legal')])
  const show = ['fact', 'show', ...inCase, '--field', 'cost.damage']
  assert.equal((await cli.json<{ fact: unknown }>(show)).fact, null)
  const again = await cli.run(...back, ...by('legal'))
  assert.match(again.stderr, /taken back already/)
})

const refusals: readonly (readonly [string, string[], RegExp])[] = [
  ['a name that nobody knows', stated('incident.ongoin', 'yes', 1), /Did you mean "incident.ongoing"/],
  ['what the engine knows', stated('impact.tenants', '5', 1), /known by the engine/],
  ['a time to come', stated('incident.ongoing', 'yes', -2), /has not come yet/],
  ['a mail address', stated('incident.description', 'ask eve@example.org', 1), /mail address/],
  ['a customer’s name', stated('incident.description', 'Nordwind is hit', 1), /tells who one/],
  ['somebody else’s matter', stated('persons.count', '5', 1), /--own, or for one tenant/],
  ['both at once', stated('persons.count', '5', 1, '--own', '--tenant', 'nordwind'), /not both/],
  ['no such tenant', stated('persons.count', '5', 1, '--tenant', 'nobody'), /no tenant "nobody"/],
  ['no digest', stated('incident.ongoing', 'no', 1.5, '--evidence', 'report'), /SHA-256/],
]
test('what is wrong is refused with what to do, and changes nothing', async () => {
  const before = await cli.json<Sheet>(['fact', 'list', ...inCase])
  for (const [name, args, problem] of refusals) {
    const ran = await cli.run(...args, ...by('legal'))
    assert.equal(ran.exitCode, 1, name)
    assert.match(ran.stderr, problem, name)
    assert.match(ran.stderr, /Code: (?:input-invalid|not-found)/, name)
  }
  const wrongKey = ['--person', 'legal', '--key', cli.at('forensics.key')]
  const ran = await cli.run(...stated('incident.ongoing', 'yes', 0.5), ...wrongKey)
  assert.match(ran.stderr, /is not the key that was registered/)
  assert.equal((await cli.json<Sheet>(['fact', 'list', ...inCase])).version, before.version)
})
