import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { readManifest, sealBundle } from '../../../core/publication/index.ts'
import { writeSite } from '../../../phases/inform/index.ts'
import { exampleEstate, openCli, type TestCli } from '../cli.fixture.ts'

interface Keys {
  readonly fingerprint: string
  readonly root: string | null
}
interface Verified {
  readonly copies: readonly {
    readonly problems: readonly { readonly kind: string; readonly message: string }[]
  }[]
}

const cli = openCli({ startScanner: startYaraScanner })
/** A reader with a memory of his own, and the provider. */
const reader = openCli({ startScanner: startYaraScanner })
after(async () => {
  await cli[Symbol.asyncDispose]()
  await reader[Symbol.asyncDispose]()
})

async function write(from: TestCli, to: string): Promise<string> {
  await from.json(['site', 'write', '--case', 'night-1', '--estate', exampleEstate, '--to', to])
  return to
}
const verify = async (place: string, fingerprint: string, by = reader): Promise<readonly string[]> => {
  const args = ['site', 'verify', '--fingerprint', fingerprint, place]
  const ran = await by.run(...args, '--json')
  const { copies } = JSON.parse(ran.stdout) as Verified
  const kinds = copies.flatMap(({ problems }) => problems.map(({ kind }) => kind))
  assert.equal(ran.exitCode, kinds.length === 0 ? 0 : 1)
  return kinds
}

test('a stolen key: rotation, theft, revocation, and what each reader sees', async () => {
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
  const passphrase = cli.at('passphrase')
  writeFileSync(passphrase, 'eleven horses and a wet map\n')
  const offline = ['--root', cli.at('offline.key'), '--passphrase-file', passphrase]
  const keys = await cli.json<Keys>(['site', 'key', 'new', ...offline])
  assert.ok(keys.root !== null)
  for (const file of [cli.at('offline.key'), join(cli.folder, 'home/site/publication.key')])
    assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.match(readFileSync(cli.at('offline.key'), 'utf8'), /ENCRYPTED/)

  assert.deepEqual(await verify(await write(cli, cli.at('first')), keys.root), [])
  const rotated = await cli.json<Keys>(['site', 'key', 'rotate', '--reason', 'a year old'])
  assert.notEqual(rotated.fingerprint, keys.fingerprint)
  // The thief has everything of the home; the offline key is not there.
  const stolenKey = createPrivateKey(readFileSync(join(cli.folder, 'home/site/publication.key')))
  for (const pinned of [keys.fingerprint, keys.root]) {
    assert.deepEqual(await verify(await write(cli, cli.at('second')), pinned), [])
  }
  const revoke = ['site', 'key', 'revoke', ...offline, '--reason', 'the laptop was stolen']
  const renewed = await cli.json<Keys>(revoke)
  // Before he heard of it, a reader cannot know better; another reader, so that this one does not take the number.
  const forged = forge(cli.at('second'), cli.at('forged'), stolenKey)
  const careless = openCli({ startScanner: startYaraScanner })
  assert.deepEqual(await verify(forged, keys.root, careless), [])
  await careless[Symbol.asyncDispose]()
  const third = await write(cli, cli.at('third'))
  for (const pinned of [keys.fingerprint, keys.root]) assert.deepEqual(await verify(third, pinned), [])
  assert.deepEqual(await verify(third, renewed.fingerprint), [])
  // Now he remembers: the stolen key is refused although this copy hides the revocation.
  assert.deepEqual(await verify(forged, keys.root), ['revoked-key'])
  const said = await reader.run('site', 'verify', '--fingerprint', keys.root, forged)
  assert.match(said.stdout, /which was revoked on 20.* by the offline key .*: the laptop was stolen/)
  // A reader without memory, who looks at two hosts at once, is told by the other one.
  const fresh = openCli({ startScanner: startYaraScanner })
  const both = await fresh.run('site', 'verify', '--fingerprint', keys.root, third, forged)
  assert.match(both.stdout, /Verified: [^\n]*third[^]*NOT VERIFIED: [^\n]*forged[^]*was revoked/)
  await fresh[Symbol.asyncDispose]()
})

/** The thief's all-clear: a higher number, everything signed as it should be, nothing said of any revocation. */
function forge(from: string, to: string, key: KeyObject): string {
  const { files, ...edition } = readManifest(readFileSync(join(from, 'bundle.json')))
  const taken = [...files.keys()].map((path): [string, Uint8Array] => [path, readFileSync(join(from, path))])
  const site = new Map([...taken, ['index.html', Buffer.from('All is well. Pay here.')] as const])
  writeSite(to, sealBundle(site, { ...edition, sequence: 50 }, key).files)
  return to
}

test('openssl alone checks a statement', () => {
  const script = `
set -e
for file in keys/statement-*.json; do
  signer=$(sed -n 's/.*"signedBy": "\\([0-9a-f]*\\)".*/\\1/p' "$file")
  for other in keys/statement-*.json; do
    sed -n 's/.*"key": "\\(.*\\)",/\\1/p' "$other" | sed 's/\\\\n/\\n/g' > "$1/key.pem"
    [ "$(openssl pkey -pubin -in "$1/key.pem" -outform DER | sha256sum | cut -d' ' -f1)" = "$signer" ] || continue
    openssl pkeyutl -verify -pubin -inkey "$1/key.pem" -rawin -in "$file" -sigfile "$file.sig"
    break
  done
done`
  const run = spawnSync('bash', ['-c', script, 'bash', cli.folder], {
    cwd: cli.at('third'),
    encoding: 'utf8',
  })
  assert.equal(run.status, 0, run.stderr)
  assert.equal(run.stdout.match(/Signature Verified Successfully/g)?.length, 8, run.stdout)
})

test('a second offline key, a wrong one, a short passphrase and a reason of two lines are refused; nothing changes', async () => {
  const before = (await cli.json<Keys>(['site', 'key', 'show'])).fingerprint
  const refused = async (...args: string[]): Promise<string> => {
    const ran = await cli.run('site', 'key', ...args)
    assert.equal(ran.exitCode, 1, ran.stdout)
    return ran.stderr
  }
  assert.match(await refused('new', '--root', cli.at('second.key')), /has an offline key above it already/)
  const other = await reader.run('site', 'key', 'new', '--root', cli.at('other.key'))
  assert.equal(other.exitCode, 0)
  assert.match(
    await refused('revoke', '--root', cli.at('other.key'), '--reason', 'x'),
    /is not the one above/,
  )
  assert.match(await refused('revoke', '--root', cli.at('offline.key'), '--reason', 'x'), /is encrypted/)
  writeFileSync(cli.at('short'), 'short')
  assert.match(
    await refused(
      'revoke',
      '--root',
      cli.at('offline.key'),
      '--passphrase-file',
      cli.at('short'),
      '--reason',
      'x',
    ),
    /shorter than 12/,
  )
  assert.notEqual((await cli.run('site', 'key', 'rotate', '--reason', 'two\nlines')).exitCode, 0)
  assert.equal((await cli.json<Keys>(['site', 'key', 'show'])).fingerprint, before)
})

test('a reason that names a customer is public for good: refused, and no key is changed', async () => {
  const shown = () => cli.run('site', 'key', 'show', '--json')
  const before = (await shown()).stdout
  for (const args of [
    ['rotate'],
    ['revoke', '--root', cli.at('offline.key'), '--passphrase-file', cli.at('passphrase')],
  ]) {
    const named = ['--reason', 'Taken from a laptop of Nordwind.', '--estate', exampleEstate]
    const refused = await cli.run('site', 'key', ...args, ...named)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /names the customer "[^"]*nordwind[^"]*" and would be public/i)
  }
  assert.equal((await shown()).stdout, before)
  const unread = await cli.run('site', 'key', 'rotate', '--reason', 'A year is over.')
  assert.equal(unread.exitCode, 0, unread.stderr)
  assert.match(unread.stderr, /Nobody looked for names of customers/)
})
