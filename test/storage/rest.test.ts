import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before } from 'node:test'

import { storageConformance } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { restStorage } from '../../packages/repository/src/storage/rest/rest-storage.ts'
import { needProgram } from '../debian.ts'
import { type RestServer, serveRestic } from './rclone.ts'

const skip = needProgram('rclone', 'rclone')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-rest-'))
after(() => rmSync(folder, { recursive: true, force: true }))

for (const [name, flags, canRemove] of [
  ['rclone', [], true],
  ['rclone append-only', ['--append-only'], false],
] as const) {
  const root = join(folder, name.replace(' ', '-'))
  let server: RestServer
  let places = 0
  before(async () => {
    if (skip !== false) return
    mkdirSync(root)
    server = await serveRestic(root, { flags })
  })
  after(async () => server?.stop())

  const open = async () => {
    places += 1
    const repository = `place-${places}`
    const url = `${server.url}${repository}`
    assert.ok(server.child.pid)
    return {
      storage: restStorage({ url }),
      withSignal: (signal: AbortSignal) => restStorage({ url }, { signal }),
      plant(path: string, bytes: Uint8Array) {
        mkdirSync(dirname(join(root, repository, path)), { recursive: true })
        writeFileSync(join(root, repository, path), bytes)
      },
    }
  }
  storageConformance(name, open, { atomicWriteOnce: false, canRemove }, skip)
}
