import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { estateWithoutLaw, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned here')) })
after(() => cli[Symbol.asyncDispose]())

const of = ['--case', 'night-1']
const estate = ['--estate', estateWithoutLaw(cli)]
interface Listed {
  readonly counts: Record<string, number>
  readonly subscriptions: { id: string; address?: string; stage: string; consent?: string; kinds: string }[]
}
const list = (...more: string[]): Promise<Listed> => cli.json(['subscription', 'list', ...of, ...more])

before(() => cli.json(['case', 'declare', ...of, '--title', 'x', '--exercise', ...estate]))

test('the provider subscribes somebody with a consent, once; the log has no address', async () => {
  const add = ['subscription', 'add', ...of, ...estate, '--consent', 'phone, ticket 4711']
  const onTheLine = await cli.run(...add, 'Lea@Müller-IT.example')
  assert.equal(onTheLine.exitCode, 1)
  assert.match(onTheLine.stderr, /seen by everybody/)
  assert.doesNotMatch(onTheLine.stderr, /Lea@/)
  assert.match((await cli.run(...add)).stderr, /No address came/)
  cli.pipe('Lea@Müller-IT.example\n')
  const added = await cli.json<{ id: string; address: string }>(add)
  assert.equal(added.address, 'Lea@xn--mller-it-65a.example')
  cli.pipe('lea@müller-it.example')
  await cli.json(add)
  const { counts, subscriptions } = await list()
  assert.deepEqual(counts, { pending: 0, confirmed: 1, held: 0, ended: 0 })
  assert.equal(subscriptions[0]?.consent, 'phone, ticket 4711')
})

test('a list: dry run first, all or nothing, no line twice, export reads back', async () => {
  const wrong = cli.at('wrong.csv')
  writeFileSync(wrong, 'address,consent\nok@a.example,signed 2026\nno address,signed\nok@A.example,again\n')
  const refused = await cli.run('subscription', 'import', ...of, ...estate, wrong)
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /wrong\.csv:3: .*\(2 problems in all\)/)
  assert.doesNotMatch(refused.stderr, /ok@/)

  const right = cli.at('right.csv')
  writeFileSync(
    right,
    '\uFEFFaddress,language,kinds,services,consent\r\n"max@b.example",en,releases,,"paper, signed ""2026"""\r\nlea@xn--mller-it-65a.example,,,,x\r\n',
  )
  const args = ['subscription', 'import', ...of, ...estate, right]
  const counts = { added: 1, subscribedAlready: 1, saidNo: 0 }
  assert.deepEqual(await cli.json([...args, '--dry-run']), { case: 'night-1', dryRun: true, ...counts })
  assert.equal((await list()).counts['confirmed'], 1)
  assert.deepEqual(await cli.json(args), { case: 'night-1', dryRun: false, ...counts })

  const exported = await cli.run('subscription', 'export', ...of)
  assert.match(exported.stdout, /^max@b\.example,en,releases,,"paper, signed ""2026"""\r$/m)
  const again = cli.at('again.csv')
  writeFileSync(again, exported.bytes)
  assert.deepEqual(await cli.json(['subscription', 'import', ...of, ...estate, again]), {
    case: 'night-1',
    dryRun: false,
    added: 0,
    subscribedAlready: 2,
    saidNo: 0,
  })
})

test('one is deleted; what is not there, or in another case, is said and changes nothing', async () => {
  const max = (await list()).subscriptions.find(({ address }) => address === 'max@b.example')
  const reason = ['--reason', 'asked for it']
  await cli.json(['case', 'declare', '--case', 'other', '--title', 'x', '--exercise', ...estate])
  const foreign = await cli.run('subscription', 'delete', '--case', 'other', ...reason, max?.id ?? '')
  assert.equal(foreign.exitCode, 1)
  await cli.json(['subscription', 'delete', ...of, ...reason, max?.id ?? ''])
  assert.equal((await list()).subscriptions.length, 1)
  const notHeld = await cli.run(
    'subscription',
    'release',
    ...of,
    ...reason,
    (await list()).subscriptions[0]?.id ?? '',
  )
  assert.match(notHeld.stderr, /not in quarantine/)
  const noCase = await cli.run('subscription', 'list', '--case', 'nowhere')
  assert.match(noCase.stderr, /no case "nowhere"/)
})

test('the log of all this verifies and names nobody', async () => {
  const verified = await cli.run('evidence', 'verify', ...of)
  assert.equal(verified.exitCode, 0, verified.stderr)
  await cli.json(['evidence', 'export', ...of, '--to', cli.at('out')])
  const text = readFileSync(cli.at('out', 'entries.ndjson'), 'utf8')
  for (const kind of ['added', 'imported', 'exported', 'deleted']) {
    assert.match(text, new RegExp(`"subscription\\.${kind}"`))
  }
  assert.doesNotMatch(text, /lea@|max@|4711/i)
})
