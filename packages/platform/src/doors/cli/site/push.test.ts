import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import type { Entry, EvidenceLog } from '../../../core/evidence/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import type { AnlaufContext } from '../context.ts'
import { watchCase } from './watch-case.ts'

const cli = openCli({ startScanner: startYaraScanner })
/** Serves the folder of the first target, as a web server outside would. */
const web = createServer((request, response) => {
  const file = join(cli.at('host-one/current'), (request.url ?? '/').slice(1))
  if (!existsSync(file)) return response.writeHead(404).end()
  return response.writeHead(200).end(readFileSync(file))
})
let url = ''
before(async () => {
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', () => listening()))
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`
  for (const exercise of [true, false]) {
    const id = exercise ? 'night-1' : 'real-1'
    const declare = ['case', 'declare', '--case', id, '--title', 'x', '--estate', exampleEstate]
    await cli.json([...declare, ...(exercise ? ['--exercise'] : [])])
  }
})
after(async () => {
  web.close()
  web.closeAllConnections()
  await cli[Symbol.asyncDispose]()
})

function targets(...list: readonly object[]): string {
  const file = cli.at('targets.json')
  writeFileSync(file, JSON.stringify({ targets: list }))
  return file
}
const one = () => ({ name: 'one', to: './host-one', url, exercise: true })
const two = { name: 'two', to: './host-two', exercise: true }
const ofCase = (id: string): readonly string[] => ['--case', id, '--estate', exampleEstate]

interface Answer {
  readonly sequence: number
  readonly targets: readonly {
    readonly name: string
    readonly outcome: string
    readonly error?: { readonly code: string; readonly message: string }
    readonly pushed?: { readonly written: number; readonly kept: number }
  }[]
}
const push = (file: string, args: readonly string[], exitCode = 0): Promise<Answer> =>
  cli.json<Answer>(['site', 'push', '--targets', file, ...args], exitCode)

test('two hosts show the same edition; one is fetched back from where people read it', async () => {
  const dry = await push(targets(one(), two), [...ofCase('night-1'), '--dry-run'])
  assert.deepEqual(
    dry.targets.map(({ outcome }) => outcome),
    ['dry-run', 'dry-run'],
  )
  assert.ok(!existsSync(cli.at('host-one')) && !existsSync(cli.at('host-two')))
  const done = await push(targets(one(), two), ofCase('night-1'))
  assert.deepEqual(
    done.targets.map(({ outcome }) => outcome),
    ['shown', 'shown'],
  )
  const manifests = ['one', 'two'].map((name) =>
    readFileSync(cli.at(`host-${name}/current/bundle.json`), 'utf8'),
  )
  assert.equal(manifests[0], manifests[1])
  assert.match(
    readFileSync(cli.at('host-two/current/feed.xml'), 'utf8'),
    new RegExp(`href="${url}`),
    'feeds name the first address',
  )
  const said = await cli.run('site', 'push', '--targets', targets(one(), two), ...ofCase('night-1'))
  assert.match(
    said.stdout,
    /Edition \d+ of night-1[^]*shown +one \(.*read at http[^]*fetched back and compared[^]*shown +two/,
  )
  const { fingerprint } = await cli.json<{ fingerprint: string }>(['site', 'key', 'show'])
  assert.equal((await cli.run('site', 'verify', '--fingerprint', fingerprint, url)).exitCode, 0)
})

test('one host that fails holds up no other, is named, and makes the exit code 1', async () => {
  writeFileSync(cli.at('a-file'), '')
  const file = targets(one(), { name: 'broken', to: './a-file/below', exercise: true }, two)
  const { sequence, targets: results } = await push(file, ofCase('night-1'), 1)
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['shown', 'failed', 'shown'],
  )
  assert.equal(results[1]?.error?.code, 'write-failed')
  assert.match(
    readFileSync(cli.at('host-two/current/bundle.json'), 'utf8'),
    new RegExp(`"sequence": ${sequence},`),
  )
})

test('no way leads an exercise to real readers, nor real words to a place of exercises', async () => {
  const real = { name: 'real', to: './host-real' }
  const marked = await push(targets(real), ofCase('night-1'), 1)
  assert.match(
    marked.targets[0]?.error?.message ?? '',
    /is an exercise; the target real is read by real people/,
  )
  await cli.json(['site', 'write', ...ofCase('night-1'), '--to', cli.at('written')])
  await push(targets(real), ['--from', cli.at('written')], 1)
  await push(targets(real), ['--from', cli.at('written'), '--dry-run'], 1)
  assert.ok(!existsSync(cli.at('host-real')))
  const other = await push(targets(two), ofCase('real-1'), 1)
  assert.match(other.targets[0]?.error?.message ?? '', /is for exercises; this site is real/)
  await push(targets(real), ofCase('real-1'))
  assert.ok(existsSync(cli.at('host-real/current/index.html')))
})

test('from a folder, without key and database; a folder that is not whole is refused', async () => {
  const far = openCli({ startScanner: startYaraScanner })
  await cli.json(['site', 'write', ...ofCase('night-1'), '--to', cli.at('stick')])
  const ran = await far.run('site', 'push', '--targets', targets(two), '--from', cli.at('stick'), '--json')
  assert.equal(ran.exitCode, 0, ran.stderr)
  assert.ok(!existsSync(join(far.folder, 'home')))
  writeFileSync(cli.at('stick/index.html'), 'All is well.')
  const refused = await far.run('site', 'push', '--targets', targets(two), '--from', cli.at('stick'))
  assert.match(refused.stderr, /is no site to push: index\.html is not what was signed/)
  await far[Symbol.asyncDispose]()
})

test('what is wrong with the file of targets is said before anything is written, and no secret with it', async () => {
  const editions = (): number => readdirSync(join(cli.folder, 'home/site/night-1')).length
  const before = editions()
  const refused = async (file: string): Promise<string> => {
    const ran = await cli.run('site', 'push', '--targets', file, ...ofCase('night-1'))
    assert.notEqual(ran.exitCode, 0)
    return ran.stderr
  }
  assert.match(await refused(cli.at('nothing.json')), /does not exist/)
  writeFileSync(cli.at('text.json'), 'targets: []')
  assert.match(await refused(cli.at('text.json')), /is no JSON/)
  assert.match(await refused(targets()), /has no list "targets"/)
  assert.match(await refused(targets(one(), one())), /names "one" twice/)
  assert.match(await refused(targets({ ...two, password: 'x' })), /unknown field "password"/)
  assert.match(await refused(targets({ ...two, to: 'gs:bucket' })), /cannot be opened/)
  assert.match(await refused(targets({ ...two, url: 'ftp://x' })), /no address of a site/)
  writeFileSync(cli.at('two.env'), 'AWS_SECRET_ACCESS_KEY very-secret\n')
  const said = await refused(targets({ ...two, credentials: 'two.env' }))
  assert.match(said, /no NAME=VALUE/)
  assert.doesNotMatch(said, /very-secret/)
  const unclear = await cli.run('site', 'push', '--targets', targets(two))
  assert.match(unclear.stderr, /What to push is not clear/)
  assert.equal(editions(), before)
})

test('watching: at once, after each new entry, when a promise runs out, before the edition grows old, and again when a host missed it', async () => {
  let [now, seq] = [Date.parse('2028-02-28T22:00:00Z'), 3]
  const pushes: string[] = []
  const stop = new AbortController()
  const log = {
    async *read(_: string, from = 1) {
      for (let at = from; at <= seq; at += 1) yield { seq: at } as Entry
    },
  } as unknown as EvidenceLog
  let turn = 0
  const steps: readonly (() => void)[] = [
    () => {},
    () => void (seq += 1),
    () => void (now += 3_600_000),
    () => void (now += 3 * 3_600_000),
    () => void (now += 19 * 3_600_000),
    () => stop.abort(),
  ]
  const context = {
    signal: stop.signal,
    now: () => {
      steps[turn]?.()
      turn += 1
      return new Date(now)
    },
  } as unknown as AnlaufContext
  await watchCase(context, { log, caseId: 'c', everyMs: 1 }, () => {
    pushes.push(new Date(now).toISOString())
    const nextBy = '2028-02-29T00:30:00.000Z'
    return Promise.resolve({ validUntil: new Date(now + 36 * 3_600_000).toISOString(), nextBy, isDone: true })
  })
  assert.deepEqual(pushes, [
    '2028-02-28T22:00:00.000Z',
    '2028-02-28T23:00:00.000Z',
    '2028-02-29T02:00:00.000Z',
    '2028-02-29T21:00:00.000Z',
  ])
})
