import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { exampleEstate } from './cli.fixture.ts'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'anlauf-up-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** `anlauf up` as a process of its own, up to its first output. */
async function start(...args: string[]) {
  const env = { ...process.env, ANLAUF_HOME: join(folder, 'home'), DATABASE_URL: '' }
  const child = spawn(process.execPath, [main, 'up', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data: Buffer) => void (said.stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => void (said.stderr += data.toString()))
  const ended = once(child, 'exit') as Promise<[number | null]>
  await Promise.race([once(child.stdout, 'data'), ended])
  return { child, said, ended }
}

test('up starts database and API, says where, and ends cleanly on Ctrl-C', async () => {
  const { child, said, ended } = await start('--listen', '127.0.0.1:0', '--json')
  const { url, tokenFile, firstLink } = JSON.parse(said.stdout) as Record<
    'url' | 'tokenFile' | 'firstLink',
    string
  >
  assert.ok(firstLink.startsWith(`${url}/sign-in#invitation=`))
  assert.equal((await fetch(`${url}/health`)).status, 200)
  const Authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`
  const cases = await fetch(`${url}/api/cases`, { headers: { Authorization } })
  assert.deepEqual(await cases.json(), { cases: [], next: null })
  const taken = await start('--listen', new URL(url).host.replace('localhost', '127.0.0.1'))
  assert.deepEqual(await taken.ended.then(([code]) => code), 1)
  assert.match(taken.said.stderr, /Nothing can listen on .*\nWhat to do: .*\n(?:.*\n)?Code: api-failed/)
  child.kill('SIGINT')
  assert.deepEqual(await ended, [0, null])
})

test('up announces at once what was missed while nothing ran, and says so in the log of the case', async () => {
  const declare = [
    'case',
    'declare',
    '--case',
    'night',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
  ]
  run(...declare)
  run('clocks', 'start', '--case', 'night', '--event', 'aware-as-controller', '--at', '2026-03-11T06:00:00Z')
  const { child, said, ended } = await start('--listen', '127.0.0.1:0', '--json')
  const { url, tokenFile } = JSON.parse(said.stdout) as Record<'url' | 'tokenFile', string>
  const Authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`
  let kinds: string[] = []
  for (let tries = 0; tries < 50 && !kinds.includes('clock.missed'); tries += 1) {
    const entries = await fetch(`${url}/api/cases/night/evidence`, { headers: { Authorization } })
    kinds = ((await entries.json()) as { entries: { kind: string }[] }).entries.map(({ kind }) => kind)
    await sleep(100)
  }
  assert.ok(kinds.includes('clock.missed'), kinds.join())
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  assert.deepEqual(JSON.parse(run('clocks', 'tick', '--json')), { ticked: [], failures: [] })
})

function run(...args: string[]): string {
  const env = { ...process.env, ANLAUF_HOME: join(folder, 'home'), DATABASE_URL: '' }
  return execFileSync(process.execPath, [main, ...args], { env, encoding: 'utf8' })
}

test('what people read never holds the token itself', async () => {
  const { child, said, ended } = await start('--listen', '127.0.0.1:0')
  assert.match(said.stdout, /^Anlauf is up at http:\/\/localhost:\d+\n/)
  assert.ok(!said.stdout.includes(readFileSync(join(folder, 'home/api.token'), 'utf8').trim()))
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
})

test('an address that the network reaches, or a name without TLS, is refused', async () => {
  for (const args of [
    ['--listen', '0.0.0.0:7080'],
    ['--url', 'http://anlauf.example.org'],
  ]) {
    const { ended, said } = await start(...args)
    assert.notEqual((await ended)[0], 0)
    assert.match(said.stderr, /What to do: /)
  }
})
