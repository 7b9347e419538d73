import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync, verify } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { readStatement, signStatement } from '../../../core/publication/index.ts'
import { keepStatement, readStatements } from './kept-statements.ts'

const home = mkdtempSync(join(tmpdir(), 'anlauf-statements-'))
after(() => rmSync(home, { recursive: true, force: true }))

const { privateKey: key, publicKey } = generateKeyPairSync('ed25519')
const said = (reason: string) =>
  signStatement({ kind: 'certify', about: key, from: new Date(0), reason }, key)
const reasonsIn = (folder: string) =>
  readStatements(folder).map(({ bytes, signature }) =>
    verify(undefined, bytes, publicKey, signature) ? readStatement(bytes)?.reason : 'not signed',
  )

test('statements come back as they were said, after those that an older program kept in two files', () => {
  const folder = join(home, 'old')
  mkdirSync(join(folder, 'statements'), { recursive: true })
  const { bytes, signature } = said('first – größer')
  writeFileSync(join(folder, 'statements', '1.json'), bytes)
  writeFileSync(join(folder, 'statements', '1.json.sig'), signature)
  // What a program left that was killed between its two files.
  writeFileSync(join(folder, 'statements', '2.json.sig'), signature)
  keepStatement(folder, said('second'))
  keepStatement(folder, said('dritte “Zeile”'))
  assert.deepEqual(reasonsIn(folder), ['first – größer', 'second', 'dritte “Zeile”'])
  writeFileSync(join(folder, 'statements', '4.json'), bytes)
  assert.throws(() => readStatements(folder), { code: 'evidence-broken' })
})

test('killed at any moment and two at once: every statement is whole, none is lost that was kept, none is doubled', async () => {
  const folder = join(home, 'killed')
  const program = `
    import { createPrivateKey } from 'node:crypto'
    import { signStatement } from ${JSON.stringify(import.meta.resolve('../../../core/publication/index.ts'))}
    import { keepStatement } from ${JSON.stringify(import.meta.resolve('./kept-statements.ts'))}
    const key = createPrivateKey(process.env.KEY)
    for (let n = 0; ; n += 1) {
      const reason = process.pid + ' ' + n
      keepStatement(process.argv[1], signStatement({ kind: 'certify', about: key, from: new Date(0), reason }, key))
      process.stdout.write(reason + '\\n')
    }`
  const KEY = key.export({ type: 'pkcs8', format: 'pem' })
  for (let round = 0; round < 6; round += 1) {
    let told = ''
    const children = [0, 1].map(() =>
      spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
        env: { ...process.env, KEY },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    )
    for (const child of children) {
      child.stdout.on('data', (bytes: Buffer) => {
        told += bytes.toString()
        // Both have begun, and go on when they are killed.
        if (told.split('\n').length > 12 + round * 3 && new Set(told.match(/^\d+/gm)).size === 2)
          for (const one of children) one.kill('SIGKILL')
      })
    }
    await Promise.all(children.map((child) => once(child, 'close')))
    const kept = reasonsIn(folder)
    assert.equal(new Set(kept).size, kept.length)
    assert.ok(!kept.includes('not signed'))
    for (const reason of told.split('\n').slice(0, -1)) assert.ok(kept.includes(reason), reason)
  }
  const numbers = readdirSync(join(folder, 'statements')).filter((name) => !name.startsWith('.'))
  assert.equal(numbers.length, reasonsIn(folder).length)
  assert.ok(readFileSync(join(folder, 'statements', '1.signed.json'), 'utf8').includes('"signature"'))
})
