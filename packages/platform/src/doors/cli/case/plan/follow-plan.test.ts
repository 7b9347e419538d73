import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { startYaraScanner } from '../../../../adapters/scanners/index.ts'
import type { NextSteps, PlanView } from '../../../../core/response/index.ts'
import { estateWithoutLaw, openCli } from '../../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const examples = fileURLToPath(new URL('../../../../../../../examples/', import.meta.url))
const readyPlan = `${examples}plans/ransomware-hoster.yaml`
const estate = estateWithoutLaw(cli)
const inCase = ['--case', 'night-1'] as const
const declare = ['case', 'declare', '--title', 'x', '--estate', estate, '--system', 'files1']

const plan = () => cli.json<PlanView>(['case', 'plan', ...inCase])
const statusOf = async (key: string): Promise<string | undefined> =>
  (await plan()).stages.flatMap(({ instances }) => instances).find((one) => one.key === key)?.status

async function approver(person: string, role: string): Promise<void> {
  const [key, pem] = [cli.at(`${person}.key`), cli.at(`${person}.pem`)]
  execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'ignore' })
  execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', pem])
  await cli.json(['case', 'approver', ...inCase, '--person', person, '--role', role, '--public-key', pem])
}

const sign = (person: string, ...args: string[]): string[] => [
  'case',
  'sign',
  ...inCase,
  '--person',
  person,
  '--key',
  cli.at(`${person}.key`),
  ...args,
]

test('a plan with a mistake declares nothing', async () => {
  writeFileSync(cli.at('broken.yaml'), 'apiVersion: plan/v1\nstages: []\n')
  const ran = await cli.run(...declare, '--case', 'none', '--plan', cli.at('broken.yaml'))
  assert.equal(ran.exitCode, 1)
  assert.match(ran.stderr, /emergency-plan-invalid/)
  assert.equal((await cli.run('case', 'show', '--case', 'none')).exitCode, 1)
})

test('a case follows its plan: next steps, entries, evidence, two signatures, a proof', async () => {
  await cli.json([...declare, '--exercise', ...inCase, '--plan', readyPlan])
  const next = await cli.json<NextSteps>(['case', 'next', ...inCase])
  assert.equal(next.steps[0]?.stage, 'confirm')
  const done = [
    'case',
    'done',
    ...inCase,
    '--person',
    'ida',
    '--value',
    'what-was-seen=noise',
    '--value',
    'systems=files1',
  ]
  const short = await cli.run(...done, 'confirm')
  assert.match(short.stderr, /first-seen-at/)
  assert.match(short.stderr, /evidence/)
  const wrong = await cli.run(
    ...done,
    '--value',
    'first-seen-at=yesterday',
    '--evidence',
    readyPlan,
    'confirm',
  )
  assert.match(wrong.stderr, /a time with zone/)
  await cli.json([
    ...done,
    '--value',
    'first-seen-at=2026-03-11T05:40:00Z',
    '--evidence',
    readyPlan,
    'confirm',
  ])
  assert.equal(await statusOf('confirm'), 'done')

  await approver('lea', 'lead')
  await approver('ida', 'it')
  const early = await cli.run('case', 'done', ...inCase, 'isolate@files1')
  assert.match(early.stderr, /signatures of 2 people/)
  await cli.json(sign('lea', 'isolate@files1'))
  assert.match((await cli.run(...sign('lea', 'isolate@files1'))).stderr, /already/)
  await cli.json(sign('ida', 'isolate@files1'))
  writeFileSync(cli.at('probes.json'), JSON.stringify([{ reached: false }]))
  await cli.json([
    'case',
    'isolated',
    ...inCase,
    '--estate',
    estate,
    '--system',
    'files1',
    '--proof',
    cli.at('probes.json'),
  ])
  assert.equal(await statusOf('isolate@files1'), 'done')
  const shown = await cli.run('case', 'next', ...inCase, '--language', 'de')
  assert.match(shown.stdout, /ÜBUNG/)
  assert.match(shown.stdout, /Spuren sichern/)
})

test('a stage that does not exist, is not on turn, or has no reason is refused with what to do', async () => {
  for (const [args, said] of [
    [['done', ...inCase, 'isolat@files1'], /Did you mean "isolate"/],
    [['start', ...inCase, 'isolate'], /say for which/],
    [['start', ...inCase, 'close'], /cannot begin yet/],
    [['done', ...inCase, '--value', 'nothing', 'insurer'], /NAME=TEXT/],
    [['adopt', ...inCase, '--plan', readyPlan, '--estate', estate], /already/],
    [['close', ...inCase], /cannot be closed yet/],
    [['next', '--case', 'other'], /no case "other"/],
  ] as const) {
    const ran = await cli.run('case', ...args)
    assert.equal(ran.exitCode, 1, args.join(' '))
    assert.match(ran.stderr, said)
  }
})

test('what is hit later joins, and another plan takes two signatures', async () => {
  const extended = await cli.json<{ added: { id: string }[] }>([
    'case',
    'extend',
    ...inCase,
    '--estate',
    estate,
    '--system',
    'web1',
    '--reason',
    'found later',
  ])
  assert.ok(extended.added.some(({ id }) => id === 'web1'))
  assert.equal(await statusOf('isolate@web1'), 'ready')
  assert.equal(await statusOf('isolate@files1'), 'done')
  const amended = execFileSync('sed', ['s/^version: "1.0"/version: "1.1"/', readyPlan])
  writeFileSync(cli.at('amended.yaml'), amended)
  await cli.json([
    'case',
    'amend',
    ...inCase,
    '--plan',
    cli.at('amended.yaml'),
    '--reason',
    'wording',
    '--person',
    'karla',
  ])
  assert.equal((await plan()).plan.version, '1.0')
  for (const person of ['lea', 'ida']) await cli.json(sign(person, 'plan'))
  assert.equal((await plan()).plan.version, '1.1')
  assert.equal(await statusOf('isolate@files1'), 'done')
})

test('in earnest the alarm reaches a webhook; in an exercise nothing leaves', async () => {
  const heard: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes: Buffer) => void (body += bytes.toString()))
    request.on('end', () => {
      heard.push(body)
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const roster = cli.at('roster.yaml')
  const people = ['lea', 'tom'].map(
    (id, at) =>
      `  - { id: ${id}, name: ${id}, roles: [${at === 0 ? 'lead' : 'it'}], channels: [ { kind: webhook, to: "http://127.0.0.1:${port}/${id}" } ] }`,
  )
  writeFileSync(roster, `apiVersion: roster/v1\npeople:\n${people.join('\n')}\n`)
  const raise = (id: string) => [
    'case',
    'alarm',
    'raise',
    '--case',
    id,
    '--roster',
    roster,
    '--reason',
    'noise',
  ]
  for (const id of ['night-1', 'earnest']) {
    if (id === 'earnest') await cli.json([...declare, '--case', id])
    const without = await cli.run(...raise(id))
    assert.match(without.stderr, /roster/)
    await cli.json(['case', 'roster', '--case', id, '--take', roster])
    await cli.json(raise(id))
    assert.equal(heard.length, id === 'earnest' ? 2 : 0)
  }
  server.close()
  assert.match(heard[0] ?? '', /Sie werden gebraucht/)
  assert.doesNotMatch(heard.join(''), /EXERCISE/)
  // Nobody is called twice for the same.
  const { calls } = await cli.json<{ calls: unknown[] }>([
    'case',
    'alarm',
    'tick',
    '--case',
    'earnest',
    '--roster',
    roster,
  ])
  assert.deepEqual(calls, [])
  await cli.json(['case', 'acknowledge', '--case', 'earnest', '--person', 'lea'])
  writeFileSync(roster, `apiVersion: roster/v1\npeople:\n${people[0]}\n`)
  assert.match(
    (await cli.run('case', 'alarm', 'tick', '--case', 'earnest', '--roster', roster)).stderr,
    /not the one that the case has/,
  )
})

test('no address of a person is in the evidence', async () => {
  await cli.json(['evidence', 'export', '--case', 'earnest', '--to', cli.at('export')])
  const log = readFileSync(cli.at('export', 'entries.ndjson'), 'utf8')
  assert.match(log, /alarm\.sent/)
  assert.doesNotMatch(log, /127\.0\.0\.1/)
})
