import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const preApprove = (role: string): string[] => {
  const who = ['--person', role, '--role', role, '--key', cli.at(`${role}.key`)]
  return ['inform', 'pre-approve', '--estate', exampleEstate, ...who, '--to', cli.at('first-word.json')]
}
const desk = ['--case', 'night-1', '--estate', exampleEstate]
const firstWord = ['inform', 'first-word', ...desk, cli.at('first-word.json')]

before(() => {
  for (const role of ['comms', 'legal']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
  }
})

test('before any incident: the printed template is filled, refused while a slot is open, and signed by two', async () => {
  const { stdout } = await cli.run('inform', 'template', 'holding')
  assert.match(stdout, /^kind: holding\nevery-hours: 4\ngood-until: \{\?/)
  const until = new Date(Date.now() + 300 * 86_400_000).toISOString()
  const open = cli.at('open.txt')
  writeFileSync(open, stdout.replace(/^good-until: .*$/m, `good-until: ${until}`))
  const refused = await cli.run(...preApprove('comms'), open)
  assert.equal(refused.exitCode, 1)
  assert.match(
    refused.stderr,
    /open slot: \{\?Namen der Gruppen[\s\S]*Nothing was signed|Nothing was signed[\s\S]*open slot/,
  )
  assert.equal(existsSync(cli.at('first-word.json')), false)

  const text = readFileSync(open, 'utf8')
    .replaceAll(/\{\?[^{}]*(?:Telefon|phone)[^{}]*\}/g, '+49 30 23125 100')
    .replaceAll('{?Namen der Gruppen, ohne Personen}', 'Technik und Kommunikation')
    .replaceAll('{?names of teams, no persons}', 'engineering and communication')
  writeFileSync(cli.at('first-word.txt'), text)
  const one = await cli.json<{ contentHash: string }>([...preApprove('comms'), cli.at('first-word.txt')])
  assert.match((await cli.run(...preApprove('comms'), cli.at('first-word.txt'))).stderr, /signed it already/)
  writeFileSync(cli.at('other.txt'), text.replace('Technik', 'Technik, Recht'))
  assert.match(
    (await cli.run(...preApprove('legal'), cli.at('other.txt'))).stderr,
    /approvals of another text/,
  )
  const dry = await cli.run(...preApprove('legal'), '--dry-run', cli.at('first-word.txt'))
  assert.match(dry.stdout, /"case":"","contentHash":"[0-9a-f]{64}".*"subject":"template"/)
  const both = await cli.json<{ contentHash: string; approvedBy: string[] }>([
    ...preApprove('legal'),
    cli.at('first-word.txt'),
  ])
  assert.equal(both.contentHash, one.contentHash)
  assert.equal(both.approvedBy.length, 2)
})

test('at 3 a.m. one person: declare, register, first word, site; people the case does not know count for nothing', async () => {
  await cli.json([
    'case',
    'declare',
    '--case',
    'night-1',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
  ])
  const unknown = await cli.run(...firstWord)
  assert.match(
    unknown.stderr,
    /Not registered in this case with that role and key: comms \(comms\), legal \(legal\)/,
  )
  for (const role of ['comms', 'legal']) {
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
  const began = processorMs()
  const published = await cli.json<{ number: number; kind: string; text: { de: string } }>(firstWord)
  await cli.json(['site', 'write', ...desk, '--to', cli.at('site')])
  const tookMs = processorMs() - began
  assert.deepEqual([published.number, published.kind], [1, 'holding'])
  assert.ok(tookMs < 60_000, `${tookMs} ms of machine time`)
  const page = readFileSync(cli.at('site/meldungen/1.html'), 'utf8')
  assert.match(page, /Was nicht verfügbar ist/)
  assert.match(page, /Technik und Kommunikation/)
  assert.doesNotMatch(page, /\{fact:|\{\?/)
  assert.match((await cli.run(...firstWord)).stderr, /was published; nothing published is edited/)
})

test('a file somebody changed after it was signed is not what they approved', async () => {
  await cli.json([
    'case',
    'declare',
    '--case',
    'night-2',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
  ])
  for (const role of ['comms', 'legal']) {
    const register = ['case', 'approver', '--case', 'night-2', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
  const file = JSON.parse(readFileSync(cli.at('first-word.json'), 'utf8')) as { text: string }
  const changed = {
    ...file,
    text: file.text.replaceAll('Kommunikation', 'Vertrieb').replaceAll('communication', 'sales'),
  }
  writeFileSync(cli.at('changed.json'), JSON.stringify(changed))
  const refused = await cli.run(
    'inform',
    'first-word',
    '--case',
    'night-2',
    '--estate',
    exampleEstate,
    cli.at('changed.json'),
  )
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /is not what the text says now/)
  const list = await cli.json<{ published: unknown[] }>([
    'inform',
    'list',
    '--case',
    'night-2',
    '--estate',
    exampleEstate,
  ])
  assert.equal(list.published.length, 0)
})

test('every kind has a template, and an unknown one says which there are', async () => {
  const kinds =
    'news,no-news,update,faq,explainer,advisory,credentials,released,windows,resources,call-script,auto-reply,closing'
  for (const kind of kinds.split(',')) {
    const { audience, text } = await cli.json<{ audience: string; text: string }>([
      'inform',
      'template',
      kind,
    ])
    assert.match(text, / ?de\][\s\S]* ?en\]/, kind)
    assert.ok(['public', 'tenant', 'staff'].includes(audience))
  }
  assert.match((await cli.run('inform', 'template', 'poem')).stderr, /Kinds: news, no-news, holding/)
})
