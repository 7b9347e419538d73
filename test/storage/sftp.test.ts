import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before } from 'node:test'

import { storageConformance } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { sftpStorage } from '../../packages/repository/src/storage/sftp/sftp-storage.ts'
import { needProgram } from '../debian.ts'
import { type SshServer, startSshd } from './ssh-server.ts'

const skip = needProgram('sshd', 'openssh-server') || needProgram('ssh', 'openssh-client')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-sftp-'))
after(() => rmSync(folder, { recursive: true, force: true }))

for (const [name, subsystem] of [
  ['internal-sftp', 'internal-sftp'],
  ['sftp-server', '/usr/lib/openssh/sftp-server'],
] as const) {
  let server: SshServer
  let places = 0
  before(async () => {
    if (skip === false) server = await startSshd(join(folder, name), { subsystem })
  })
  after(async () => server?.stop())

  storageConformance(
    name,
    async (t) => {
      places += 1
      const path = join(folder, `${name}-${places}`, 'repository')
      const where = { host: '127.0.0.1', port: server.port, user: server.user, path }
      const options = { args: server.clientArguments, env: process.env }
      const storage = sftpStorage(where, options)
      t.after(() => storage[Symbol.asyncDispose]())
      return {
        storage,
        withSignal: (signal) => sftpStorage(where, { ...options, signal }),
        plant(file, bytes) {
          mkdirSync(dirname(join(path, file)), { recursive: true })
          writeFileSync(join(path, file), bytes)
        },
      }
    },
    { atomicWriteOnce: true, canRemove: true },
    skip,
  )
}
