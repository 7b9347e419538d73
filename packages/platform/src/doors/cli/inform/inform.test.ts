import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const desk = ['--case', 'night-1', '--estate', exampleEstate]
const evidence = 'e'.repeat(64)
const claim = ['inform', 'claim', 'set', ...desk, '--claim', 'outflow', '--class', 'exfiltration']
const asOf = ['--as-of', '2026-03-11T07:00:00Z', '--evidence', evidence]
const by = (person: string): string[] => ['--person', person, '--key', cli.at(`${person}.key`)]
const approve = (update: string, person: string): string[] => [
  'inform',
  'approve',
  ...desk,
  '--update',
  update,
  ...by(person),
]

before(async () => {
  const declare = [
    'case',
    'declare',
    '--case',
    'night-1',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
  ]
  await cli.json(declare)
  for (const role of ['comms', 'legal', 'forensics', 'dpo', 'service-owner']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
})

function textFile(name: string, de: string, en: string, more = ''): string {
  const time = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
  const file = cli.at(name)
  writeFileSync(file, `as-of: ${time(-0.1)}\nnext-by: ${time(4)}\n${more}\n[de]\n${de}\n[en]\n${en}\n`)
  return file
}

const publish = async (update: string, file: string): Promise<{ number: number }> => {
  await cli.json(['inform', 'draft', ...desk, '--update', update, file])
  for (const person of ['comms', 'legal']) await cli.json(approve(update, person))
  return cli.json(['inform', 'publish', ...desk, '--update', update])
}

test('from a text with everything wrong to a page that two people signed', async () => {
  const bad = textFile(
    'bad.txt',
    'Die Nordwind Makler GmbH ist zurück <b>ab 14:30</b>. Es sind keine Daten abgeflossen.',
    'All services are back. No data was stolen.',
  )
  const checked = await cli.json<{ findings: { kind: string }[] }>(['inform', 'check', ...desk, bad], 1)
  const kinds = new Set(checked.findings.map(({ kind }) => kind))
  for (const kind of [
    'names-customer',
    'markup',
    'time-without-zone',
    'claim-not-registered',
    'all-clear-while-open',
  ]) {
    assert.ok(kinds.has(kind), `${kind} of ${[...kinds].join()}`)
  }
  const refused = await cli.run('inform', 'draft', ...desk, '--update', 'first', bad)
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /names customer: Nordwind[\s\S]*Code: gate-closed/)

  const unstated = textFile(
    'good.txt',
    'Wir arbeiten daran. {claim:outflow}',
    'We are working on it. {claim:outflow}',
  )
  const unknown = await cli.run('inform', 'draft', ...desk, '--update', 'first', unstated)
  assert.match(unknown.stderr, /unknown claim: outflow/)
  await cli.json([...claim, '--state', 'no_indication', ...asOf, ...by('forensics')])
  await cli.json(['inform', 'draft', ...desk, '--update', 'first', unstated])
  const shown = await cli.run(...approve('first', 'comms'), '--dry-run')
  assert.match(shown.stdout, /\| We are working on it\. So far we have no indication that data was copied/)
  await cli.json(approve('first', 'comms'))
  const early = await cli.run('inform', 'publish', ...desk, '--update', 'first')
  assert.match(early.stderr, /Approved by: comms \(comms\)/)
  const twice = await cli.run(...approve('first', 'comms'))
  assert.match(twice.stderr, /approved first already/)
  await cli.json(approve('first', 'legal'))
  const { number } = await cli.json<{ number: number }>(['inform', 'publish', ...desk, '--update', 'first'])
  assert.equal(number, 1)

  await cli.json(['site', 'write', ...desk, '--to', cli.at('site')])
  const page = readFileSync(cli.at('site/en/updates/1.html'), 'utf8')
  assert.match(page, /So far we have no indication/)
  assert.match(page, /Approved by two people\. Checksum: [0-9a-f]{64}/)
})

test('a claim that turns opens a correction; the corrected update says so and the old wording stays', async () => {
  const stated = await cli.json<{ inForce: boolean; corrections: { number: number }[] }>([
    ...claim,
    '--state',
    'confirmed',
    ...asOf,
    ...by('forensics'),
  ])
  assert.deepEqual([stated.inForce, stated.corrections.map(({ number }) => number)], [true, [1]])
  assert.match((await cli.run('inform', 'list', ...desk)).stdout, /To correct: update 1 said no_indication/)
  const was =
    '[was de]\nBisher haben wir keine Anzeichen dafür, dass Daten abgeflossen sind.\n[was en]\nSo far we have no indication that data was copied out of our systems.\n'
  const why = '[why de]\nDie Untersuchung ist weiter.\n[why en]\nThe investigation has advanced.\n'
  const file = textFile('correction.txt', '{claim:outflow}', `{claim:outflow}\n${was}${why}`, 'corrects: 1')
  assert.equal((await publish('correction', file)).number, 2)
  await cli.json(['site', 'write', ...desk, '--to', cli.at('site')])
  assert.match(readFileSync(cli.at('site/meldungen/1.html'), 'utf8'), /Es gilt die Meldung 2/)
  const page = readFileSync(cli.at('site/meldungen/2.html'), 'utf8')
  assert.match(page, /Früher hieß es:[\s\S]*keine Anzeichen[\s\S]*Die Untersuchung ist weiter/)
  const list = await cli.json<{ corrections: unknown[]; published: unknown[] }>(['inform', 'list', ...desk])
  assert.deepEqual([list.corrections.length, list.published.length], [0, 2])
})

test('excluding a harm takes two; the second sees the first waiting', async () => {
  const excluded = [...claim, '--state', 'excluded', ...asOf]
  const one = await cli.json<{ inForce: boolean }>([...excluded, ...by('forensics')])
  assert.equal(one.inForce, false)
  assert.match(
    (await cli.run('inform', 'claim', 'list', ...desk)).stdout,
    /excluded +waits for a second signature/,
  )
  const two = await cli.json<{ inForce: boolean }>([...excluded, ...by('dpo')])
  assert.equal(two.inForce, true)
  const wrong = await cli.run(...claim, '--state', 'confirmed', ...asOf, ...by('comms'))
  assert.match(wrong.stderr, /may not state claims/)
})

test('a text goes back with a reason, and files that are no texts are refused with the line', async () => {
  const file = textFile('third.txt', 'Wir arbeiten weiter.', 'We keep working.')
  await cli.json(['inform', 'draft', ...desk, '--update', 'third', file])
  await cli.json(['inform', 'reject', ...desk, '--update', 'third', '--person', 'legal', '--why', 'too thin'])
  assert.match((await cli.run('inform', 'list', ...desk)).stdout, /third +rejected +too thin/)
  for (const [content, message] of [
    ['next: x\n[de]\na\n[en]\nb', /line 1 is not understood/],
    ['[de]\na\n[de]\nb', /line 3: \[de\] is unknown or there twice/],
    ['[de]\na', /\[en\] is missing or empty/],
    ['as-of: 2026-03-11 05:00\n[de]\na\n[en]\nb', /no time with zone/],
  ] as const) {
    writeFileSync(cli.at('broken.txt'), content)
    assert.match(
      (await cli.run('inform', 'draft', ...desk, '--update', 'x', cli.at('broken.txt'))).stderr,
      message,
    )
  }
  writeFileSync(cli.at('bytes.txt'), Buffer.from([0xff, 0x80, 0x81]))
  assert.match((await cli.run('inform', 'check', ...desk, cli.at('bytes.txt'))).stderr, /no text in UTF-8/)
})

test('a service-owner names a workaround; a timer keeps a promise only with a true and approved text', async () => {
  writeFileSync(cli.at('way.txt'), '[de]\nNutzen Sie das Faxgerät.\n[en]\nUse the fax machine.\n')
  const service = ['inform', 'service', ...desk, '--service', 'mail', '--as-of', '2026-03-11T07:00:00Z']
  const way = ['--state', 'workaround', '--instruction', cli.at('way.txt')]
  assert.match(
    (await cli.run(...service, ...way, ...by('comms'))).stderr,
    /may not set a service to workaround/,
  )
  await cli.json([...service, ...way, ...by('service-owner')])
  await cli.json(['site', 'write', ...desk, '--to', cli.at('site')])
  assert.match(readFileSync(cli.at('site/en/services/mail.html'), 'utf8'), /Use the fax machine/)

  writeFileSync(
    cli.at('none.txt'),
    'kind: no-news\nevery-hours: 4\n[de]\nNichts Neues.\n[en]\nNothing new.\n',
  )
  await cli.json(['inform', 'draft', ...desk, '--update', 'none', cli.at('none.txt')])
  for (const person of ['comms', 'legal']) await cli.json(approve('none', person))
  const state = await cli.json<{ level: string; published: string | null; noNews: { untrue?: string } }>([
    'inform',
    'remind',
    ...desk,
    '--publish',
  ])
  assert.deepEqual([state.level, state.published], ['kept', null], 'not due yet')
  assert.match(
    state.noNews.untrue ?? '',
    /has to be corrected|was stated/,
    'the claim was excluded meanwhile',
  )
})

test('an auditor checks an approval with openssl alone', async () => {
  await cli.json(['evidence', 'export', '--case', 'night-1', '--to', cli.at('evidence')])
  const lines = readFileSync(cli.at('evidence/entries.ndjson'), 'utf8').trim().split('\n')
  const entry = lines
    .map((line) => JSON.parse(line) as { kind: string; data: Record<string, string> })
    .find(({ kind }) => kind === 'update.approved')
  assert.ok(entry)
  const { contentHash = '', person = '', role = '', update = '', signature = '' } = entry.data
  // RFC 8785: names in order, no blanks.
  const message = JSON.stringify({
    case: 'night-1',
    contentHash,
    name: update,
    person,
    role,
    subject: 'update',
    verdict: 'approve',
  })
  writeFileSync(cli.at('message'), message)
  writeFileSync(cli.at('signature'), Buffer.from(signature, 'base64'))
  const options = ['-verify', '-pubin', '-inkey', cli.at(`${person}.pub`), '-rawin', '-in', cli.at('message')]
  const said = execFileSync('openssl', ['pkeyutl', ...options, '-sigfile', cli.at('signature')], {
    encoding: 'utf8',
  })
  assert.match(said, /Verified Successfully/)
})
