import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'

import { entryLine, exportFiles, publicPem } from '../evidence/index.ts'
import { nightCase } from './approval-case.fixture.ts'
import { approvalFiles, signApproval } from './index.ts'

const run = promisify(execFile)
const root = mkdtempSync(join(tmpdir(), 'anlauf-approvals-'))
after(() => rmSync(root, { recursive: true, force: true }))
const signer = { name: 'anlauf', key: generateKeyPairSync('ed25519').privateKey }

/** A case with three kinds of passkeys and a key in a file. */
function signedCase() {
  const { night, anna, bernd, clara } = nightCase()
  const file = generateKeyPairSync('ed25519')
  night.run({ command: 'registerApprover', person: 'dora', role: 'it', publicKey: publicPem(file.publicKey) })
  const request = night.ask()
  for (const key of [anna, bernd, clara]) assert.equal(night.run(night.word(key, request)), undefined)
  const approval = {
    case: 'night-1',
    unit: 't1',
    contentHash: night.hashOf(),
    person: 'dora',
    role: 'it',
    expiresAt: night.end(),
  }
  const { case: _case, role: _role, ...said } = approval
  const signature = signApproval(approval, file.privateKey)
  assert.equal(night.run({ command: 'approve', ...said, signature }), undefined)
  return { night, lines: night.entries.map(entryLine) }
}

/** What the shell says of an export. */
async function verified(name: string, lines: readonly string[], files: ReadonlyMap<string, Uint8Array>) {
  const folder = mkdtempSync(join(root, name))
  const all = exportFiles({ lines, origin: 'anlauf/night-1', signer, attachments: files })
  for (const [file, bytes] of all) writeFileSync(join(folder, file), bytes)
  return run('sh', ['verify.sh'], { cwd: folder }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
}

test('sh and openssl verify approvals of every kind of key', async () => {
  const { lines } = signedCase()
  const files = approvalFiles(lines)
  const out = await verified('good', lines, files)
  assert.match(out, /approvals: 4, each signed by its registered key/)
  assert.match(out, /VERIFIED: \d+ entries/)
})

test('and notice whatever is exchanged, in an export that is signed anew around it', async () => {
  const { lines } = signedCase()
  const files = approvalFiles(lines)
  const [first = ''] = [...files.keys()].filter((name) => name.endsWith('.authdata'))
  const one = first.replace('.authdata', '')
  const other = [...files.keys()].find((name) => name.endsWith('.pem') && !name.startsWith(one)) ?? ''
  const flipped = (name: string, at: number): Uint8Array => {
    const bytes = Uint8Array.from(files.get(name) ?? [])
    bytes[at] = (bytes[at] ?? 0) ^ 0x04
    return bytes
  }
  const text = Buffer.from(files.get(`${one}.statement`) ?? []).toString()
  const faults: Record<string, [string, Uint8Array]> = {
    'another statement': [`${one}.statement`, Buffer.from(text.replace('"t1"', '"t2"'))],
    'another verdict': [`${one}.statement`, Buffer.from(text.replace('"approve"', '"reject"'))],
    'another request': [`${one}.request`, Buffer.from('1\n')],
    'another key': [`${one}.pem`, files.get(other) ?? new Uint8Array()],
    'another signature': [`${one}.signature`, flipped(`${one}.signature`, 20)],
    'nobody verified': [`${one}.authdata`, flipped(`${one}.authdata`, 32)],
    'another page': [`${one}.clientdata`, flipped(`${one}.clientdata`, 12)],
  }
  for (const [what, [name, bytes]] of Object.entries(faults)) {
    const out = await verified('bad', lines, new Map([...files, [name, bytes]]))
    assert.match(out, /NOT VERIFIED: .*(approval|key)/, what)
  }
})

test('what an export says is never run: a request is a number, a statement says all that it has to', async () => {
  const { lines } = signedCase()
  const files = approvalFiles(lines)
  const [first = ''] = [...files.keys()].filter((name) => name.endsWith('.authdata'))
  const one = first.replace('.authdata', '')
  const owned = join(root, 'owned')
  const hostile = new Map([...files, [`${one}.request`, Buffer.from(`1e touch ${owned}\n#`)]])
  assert.match(await verified('hostile', lines, hostile), /NOT VERIFIED: .*request is about no entry/)
  assert.equal(existsSync(owned), false)
  const empty = new Map([...files, [`${one}.statement`, Buffer.from('{}')]])
  assert.match(await verified('empty', lines, empty), /NOT VERIFIED: .*does not say its person/)
})

test('what does not count is not exported as an approval, and nothing whose lines are withheld', () => {
  const { night, bernd } = nightCase()
  const request = night.ask()
  const { command: _command, ...word } = night.word(bernd, request, { lies: { flags: 1 } })
  night.write([{ type: 'approval.given', ...word }])
  assert.equal(approvalFiles(night.entries.map(entryLine)).size, 0)
  const { lines } = signedCase()
  const isRegistration = (at: number): boolean => lines[at]?.includes('.registered') === true
  assert.equal(approvalFiles(lines, (at) => !isRegistration(at)).size, 0)
})
