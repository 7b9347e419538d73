import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { evidenceLines, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { verifyEntries } from '../../packages/platform/src/core/evidence/index.ts'

const main = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))
const estate = fileURLToPath(new URL('../../examples/estate.yaml', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'anlauf-outside-killed-'))
after(() => rmSync(home, { recursive: true, force: true }))

async function start() {
  const child = spawn(
    process.execPath,
    [
      main,
      'outside',
      'serve',
      '--estate',
      estate,
      '--listen',
      '127.0.0.1:0',
      '--url',
      'https://x.example',
      '--json',
    ],
    { env: { ...process.env, ANLAUF_HOME: home, DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const { port } = JSON.parse(said.toString()) as { port: number }
  return { child, url: `http://127.0.0.1:${port}` }
}

test(
  'killed at several points of a flood: every inquiry that was acknowledged is there, once, with its evidence',
  { timeout: 180_000 },
  async () => {
    const acknowledged: string[] = []
    let number = 0
    // So many acknowledged since the start, and not so many milliseconds: the same moment on any machine.
    for (const answers of [1, 17, 60]) {
      const { child, url } = await start()
      const form = await (await fetch(`${url}/inquiry`)).text()
      const shownAt = /name="shownAt" value="([^"]+)"/.exec(form)?.[1] ?? ''
      await sleep(2100)
      const ended = once(child, 'exit')
      const stopping = new AbortController()
      const writer = async (): Promise<void> => {
        while (!stopping.signal.aborted) {
          number += 1
          const fields = {
            name: `N ${number}`,
            noCustomer: 'yes',
            phone: `+49 30 ${1_000_000 + number}`,
            service: 'mail',
            topic: 'status',
            message: `Frage ${number}`,
            language: 'de',
            consent: 'yes',
            shownAt,
          }
          const answer = await fetch(`${url}/inquiry`, {
            method: 'POST',
            body: new URLSearchParams(fields),
            redirect: 'manual',
            headers: { 'X-Forwarded-For': `10.0.${number >> 8}.${number & 255}` },
          }).catch(() => undefined)
          const token = /status\/(\w{9})\./.exec(answer?.headers.get('Location') ?? '')?.[1]
          if (token !== undefined)
            acknowledged.push(`${token.slice(0, 4)}-${token.slice(4, 8)}-${token.slice(8)}`)
        }
      }
      const writers = Array.from({ length: 12 }, writer)
      const before = acknowledged.length
      while (acknowledged.length < before + answers) await sleep(1)
      child.kill('SIGKILL')
      await ended
      stopping.abort()
      await Promise.all(writers)
    }
    await using database = await openDatabase({ home })
    const rows = await database.query<{ reference: string }>('select reference from anlauf.inquiry')
    const stored = new Set(rows.map(({ reference }) => reference))
    assert.ok(acknowledged.length >= 78, `${acknowledged.length} were acknowledged`)
    assert.deepEqual(
      acknowledged.filter((reference) => !stored.has(reference)),
      [],
    )
    assert.equal(new Set(acknowledged).size, acknowledged.length)
    const noted: string[] = []
    for await (const line of evidenceLines(database, 'anlauf.inquiries'))
      noted.push((JSON.parse(line) as { object: string }).object)
    assert.deepEqual(noted.toSorted(), [...stored].toSorted(), 'row and entry: both or neither')
    const report = await verifyEntries(evidenceLines(database, 'anlauf.inquiries'))
    assert.deepEqual(report.problems, [])
  },
)
