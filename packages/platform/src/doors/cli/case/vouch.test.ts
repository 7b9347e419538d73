import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { evidenceLog, openDatabase } from '../../../adapters/database/index.ts'
import { cleanRun } from '../../../core/case/clean-run.fixture.ts'
import { openCase } from '../../../core/case/index.ts'
import { publicPem } from '../../../core/evidence/index.ts'
import { estateWithoutLaw, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned in this test')) })
after(() => cli[Symbol.asyncDispose]())
const by = { actor: 'engine', at: '2026-03-11T06:00:00.000Z' }

function keyPair(person: string): { pem: string; key: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const files = { pem: cli.at(`${person}.pem`), key: cli.at(`${person}.key`) }
  writeFileSync(files.pem, publicPem(privateKey))
  writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return files
}

const register = (person: string, role: string, pem: string, ...more: string[]) =>
  cli.run(
    'case',
    'approver',
    '--case',
    'night',
    '--person',
    person,
    '--role',
    role,
    '--public-key',
    pem,
    ...more,
  )

async function scanned(unit: string): Promise<void> {
  await using database = await openDatabase({ home: cli.at('home') })
  const session = await openCase(evidenceLog(database), 'night')
  await session.execute({ command: 'record', facts: cleanRun(unit) }, by)
}

test('a key that comes late needs two who vouch; a revoked one never comes back', async () => {
  const people = new Map(['anna', 'bernd', 'clara'].map((person) => [person, keyPair(person)]))
  const of = (person: string) => people.get(person) ?? { pem: '', key: '' }
  const estate = estateWithoutLaw(cli)
  const declared = await cli.run(
    'case',
    'declare',
    '--case',
    'night',
    '--title',
    'x',
    '--estate',
    estate,
    '--exercise',
  )
  assert.equal(declared.exitCode, 0, declared.stderr)
  for (const person of ['anna', 'bernd'])
    assert.equal((await register(person, 'lead', of(person).pem)).exitCode, 0)
  const { units } = await cli.json<{ units: { unit: string }[] }>(['case', 'show', '--case', 'night'])
  const unit = units[0]?.unit ?? ''
  await scanned(unit)
  const approved = await cli.run(
    'recover', 'approve', '--case', 'night', '--unit', unit, '--person', 'anna', '--key', of('anna').key,
  ) // prettier-ignore
  assert.equal(approved.exitCode, 0, approved.stderr)

  const late = await register('clara', 'security', of('clara').pem)
  assert.match(late.stderr, /nobody lets clara in alone any more/)
  const vouchers = []
  for (const voucher of ['anna', 'bernd']) {
    const said = await cli.run(
      'case', 'vouch', '--person', 'clara', '--role', 'security', '--public-key', of('clara').pem,
      '--voucher', voucher, '--key', of(voucher).key,
    ) // prettier-ignore
    assert.equal(said.exitCode, 0, said.stderr)
    assert.ok(!said.stdout.includes('PRIVATE'))
    const file = cli.at(`${voucher}.voucher`)
    writeFileSync(file, said.stdout)
    vouchers.push('--vouched', file)
  }
  assert.notEqual(
    (await register('clara', 'lead', of('clara').pem, ...vouchers)).exitCode,
    0,
    'for another role',
  )
  assert.notEqual((await register('clara', 'security', of('clara').pem, ...vouchers.slice(0, 2))).exitCode, 0)
  assert.equal((await register('clara', 'security', of('clara').pem, ...vouchers)).exitCode, 0)

  const shown = await cli.json<{ approvers: { person: string; keyId: string }[] }>([
    'case',
    'show',
    '--case',
    'night',
  ])
  const clara = shown.approvers.find(({ person }) => person === 'clara')?.keyId ?? ''
  const revoke = ['case', 'revoke', '--case', 'night', '--reason', 'lost', '--key']
  assert.match((await cli.run(...revoke, 'zz')).stderr, /No key of the case starts with/)
  assert.equal((await cli.run(...revoke, clara.slice(0, 12))).exitCode, 0)
  assert.match((await register('clara', 'security', of('clara').pem, ...vouchers)).stderr, /never comes back/)
})

test('what is no voucher, or one’s own, is said and registers nobody', async () => {
  const dora = keyPair('dora')
  const file = cli.at('nonsense')
  writeFileSync(file, '{"person":"anna"}')
  assert.match((await register('dora', 'it', dora.pem, '--vouched', file)).stderr, /holds no voucher/)
  const own = await cli.run(
    'case', 'vouch', '--person', 'dora', '--role', 'it', '--public-key', dora.pem, '--voucher', 'dora', '--key', dora.key,
  ) // prettier-ignore
  assert.match(own.stderr, /Nobody vouches for oneself/)
})
