import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { exampleEstate } from '../cli.fixture.ts'

const main = fileURLToPath(new URL('../../../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'anlauf-outside-cli-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function start(...args: string[]) {
  const env = { ...process.env, ANLAUF_HOME: join(folder, 'home'), DATABASE_URL: '' }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data: Buffer) => void (said.stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => void (said.stderr += data.toString()))
  const ended = once(child, 'exit') as Promise<[number | null]>
  await Promise.race([once(child.stdout, 'data'), ended])
  return { child, said, ended }
}

test('outside serve answers strangers and ends cleanly', async () => {
  const { child, said, ended } = await start(
    'outside',
    'serve',
    '--estate',
    exampleEstate,
    '--listen',
    '127.0.0.1:0',
    '--json',
  )
  const { url, port } = JSON.parse(said.stdout) as { url: string; port: number }
  assert.equal(url, `http://localhost:${port}`)
  assert.equal((await fetch(`http://127.0.0.1:${port}/health`)).status, 200)
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
})

test('up serves strangers too when the workplace names a place', async () => {
  const workplace = join(folder, 'anlauf.yaml')
  writeFileSync(
    workplace,
    `apiVersion: workplace/v1\nestate: ${exampleEstate}\nfolder: work\nrepositories:\n  - { id: a, location: /nowhere, passwordFile: p }\noutside: { listen: "127.0.0.1:0" }\n`,
  )
  const { child, said, ended } = await start(
    'up',
    '--listen',
    '127.0.0.1:0',
    '--workplace',
    workplace,
    '--json',
  )
  const { outside } = JSON.parse(said.stdout) as { outside: string }
  const page = await fetch(outside.replace('localhost', '127.0.0.1'))
  assert.match(await page.text(), /Beispiel Hosting AG/)
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
})

test('a place that is open to the network, a foreign address, a case that does not exist: said before anything listens', async () => {
  const refused = async (...args: string[]) => {
    const { said, ended } = await start('outside', 'serve', '--estate', exampleEstate, ...args)
    assert.deepEqual((await ended)[0], 1)
    return said.stderr
  }
  assert.match(await refused('--listen', '0.0.0.0:7081'), /no loopback address[^]*Code: input-invalid/)
  assert.match(
    await refused('--url', 'http://contact.example.org'),
    /no browser would trust[^]*Code: input-invalid/,
  )
  assert.match(await refused('--case', 'nobody'), /There is no case "nobody"[^]*Code: not-found/)
})
