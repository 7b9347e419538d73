import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createCipheriv, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { localStorage, openRepository } from '@anlauf/repository'

import { startYaraScanner } from '../../packages/platform/src/adapters/scanners/index.ts'
import { publicPem } from '../../packages/platform/src/core/evidence/index.ts'
import { exampleEstate, openCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { dropper } from '../../packages/platform/src/drill/content/dropper.ts'
import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { resticWith } from './stock-restic.ts'

const noRestic = needProgram('restic', 'restic')
const noPdf = needProgram('pdftotext', 'poppler-utils') || needProgram('qpdf', 'qpdf')
const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const share = (name: string): string => cli.at('srv/share', name)
const text = 'Sehr geehrte Damen und Herren, anbei unser Angebot für das kommende Jahr.\n'.repeat(60)
const inCase = ['--case', 'night-1'] as const
const passwordFile = cli.at('nordwind.password')
const sources = [
  '--target',
  cli.at('released'),
  '--clean-room',
  cli.at('clean'),
  '--plan',
  cli.at('plan.json'),
]
const handBack = (form: string, ...more: string[]): string[] =>
  ['recover', 'hand-back', '--unit', 'nordwind', '--estate', exampleEstate, '--as', form].concat(
    inCase,
    sources,
    ['--to', cli.at(`to-${form}`)],
    more,
  )
const handed = (form: string, ...names: string[]): string => cli.at(`to-${form}`, 'nordwind', ...names)

/** A night with two tenants on one machine, up to the release of one of them. */
before(async () => {
  for (const tenant of ['nordwind', 'alpenblick']) {
    mkdirSync(share(tenant), { recursive: true })
    for (const name of ['offer-1.txt', 'offer-2.txt', 'Übersicht\u202e.txt']) {
      writeFileSync(share(`${tenant}/${name}`), `${tenant} ${name}\n${text}`)
    }
    writeFileSync(share(`${tenant}/same for all.txt`), 'the same text for everybody')
  }
  writeFileSync(share('nordwind/viewer.js'), dropper())
  await cli.json(['repo', 'init'])
  for (const night of [2, 3, 4]) {
    if (night === 4) for (const name of ['nordwind/offer-1.txt', 'nordwind/offer-2.txt']) encrypt(share(name))
    const flags = ['--host', 'files1', '--time', `2026-03-0${night}T02:00:00Z`, '--as-root', cli.folder]
    await cli.json(['repo', 'backup', ...flags, cli.at('srv/share')])
  }
  await cli.json(['case', 'declare', ...inCase, '--title', 'Night', '--estate', exampleEstate, '--exercise'])
  writeFileSync(cli.at('proof.json'), JSON.stringify([{ path: '/srv/share', reached: false }]))
  await cli.json(['case', 'isolated', ...inCase, '--estate', exampleEstate, '--proof', cli.at('proof.json')])
  await cli.json(['recover', 'plan', '--estate', exampleEstate, ...inCase, '--out', cli.at('plan.json')])
  const rooms = ['--clean-room', cli.at('clean'), '--quarantine', cli.at('held')]
  await cli.json(['recover', 'run', '--plan', cli.at('plan.json'), ...rooms, ...inCase])
  for (const person of ['anna', 'bernd']) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${person}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    })
    writeFileSync(cli.at(`${person}.pem`), publicPem(privateKey))
    const named = [...inCase, '--person', person]
    await cli.json(['case', 'approver', ...named, '--role', 'lead', '--public-key', cli.at(`${person}.pem`)])
    await cli.json(['recover', 'approve', ...named, '--unit', 'nordwind', '--key', cli.at(`${person}.key`)])
  }
})

/** AES-256-CTR with a fixed key, as a plain attacker would. */
function encrypt(file: string): void {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16, 9))
  writeFileSync(file, Buffer.concat([cipher.update(readFileSync(file)), cipher.final()]))
}

test('before the release the gate stays closed; then a dry run writes nothing', async () => {
  const early = await cli.run(...handBack('files'))
  assert.match(early.stderr, /nordwind cannot be handed back[^]*a release through the gate/)
  const rooms = ['--clean-room', cli.at('clean'), '--target', cli.at('released')]
  await cli.json(['recover', 'release', ...inCase, '--unit', 'nordwind', ...rooms])
  const dry = await cli.run(...handBack('repository', '--dry-run'))
  assert.match(dry.stdout, /nordwind: 4 files, .* would go to[^]*Dry run: nothing was written/, dry.stderr)
  assert.ok(!existsSync(cli.at('to-repository')) && !existsSync(passwordFile))
})

test('one command makes the tenant’s own repository; its password is made, kept apart and never shown', async () => {
  const none = await cli.run(...handBack('repository'))
  assert.match(none.stderr, /needs a password of the tenant[^]*--new-password-file/)
  const beside = await cli.run(
    ...handBack('repository', '--new-password-file', cli.at('to-repository', 'password')),
  )
  assert.match(beside.stderr, /would lie beside the data/)
  const { stdout, stderr, exitCode } = await cli.run(
    ...handBack('repository', '--new-password-file', passwordFile),
  )
  assert.equal(exitCode, 0, stderr)
  assert.match(
    stdout,
    /nordwind is handed back: 4 files, .* 2 files older, 1 missing\nA new password was made/,
  )
  const password = readFileSync(passwordFile, 'utf8').trim()
  assert.equal(statSync(passwordFile).mode & 0o777, 0o600)
  assert.ok(password.length >= 32 && !`${stdout}${stderr}`.includes(password))
  assert.equal(
    spawnSync('grep', ['-rqF', password, handed('repository')]).status,
    1,
    'nor lies it beside the data',
  )
  const shown = await cli.run('case', 'show', ...inCase)
  assert.match(shown.stdout, /nordwind +handed back/)
})

test('stock restic checks and restores it with that password only', { skip: noRestic }, () => {
  const [place, password] = [handed('repository', 'repository'), readFileSync(passwordFile, 'utf8').trim()]
  assert.match(resticWith(password, place, 'check', '--read-data'), /no errors were found/)
  assert.throws(() => resticWith(cli.env['RESTIC_PASSWORD'] ?? '', place, 'snapshots'), /wrong password/)
  resticWith(password, place, 'restore', 'latest', '--host', 'files1', '--target', cli.at('restored'))
  const released = cli.at('released/nordwind/files/files1')
  assert.deepEqual(folderPicture(join(cli.at('restored'), 'srv')), folderPicture(join(released, 'srv')))
})

test('no byte of another tenant is in the repository, in the receipt or in the page', async () => {
  const password = readFileSync(passwordFile, 'utf8').trim()
  const repository = await openRepository(localStorage(handed('repository', 'repository')), { password })
  const index = await repository.loadIndex()
  let blobs = 0
  for (const pack of index.packs()) {
    for (const { id, type } of index.blobsOf(pack)) {
      assert.doesNotMatch((await repository.readBlob(id, type)).toString('latin1'), /alpenblick|dropper/)
      blobs += 1
    }
  }
  assert.ok(blobs >= 6)
  for (const snapshot of await repository.listSnapshots()) {
    assert.doesNotMatch(JSON.stringify(snapshot), /alpenblick/)
  }
  for (const name of readdirSync(handed('repository', 'receipt'))) {
    assert.doesNotMatch(
      readFileSync(handed('repository', 'receipt', name), 'latin1'),
      /alpenblick|lindenhof/i,
      name,
    )
  }
})

test('the receipt says what is older, by how much and why, and a shell verifies it', async () => {
  const done = await cli.json<{ fingerprint: string; older: number }>(handBack('files'))
  assert.equal(done.older, 2)
  const shell = execFileSync('sh', ['verify.sh', done.fingerprint], {
    cwd: handed('files', 'receipt'),
    encoding: 'utf8',
  })
  assert.match(shell, /RECEIPT VERIFIED[^]*FILES VERIFIED: 4/)
  const german = readFileSync(handed('files', 'receipt/receipt.de.txt'), 'utf8')
  assert.match(
    german,
    /files1:\/srv\/share\/nordwind\/offer-1\.txt\n +die neuesten Versionen sind verschlüsselt; .*; 24 Stunden/,
  )
  assert.match(german, /viewer\.js\n +(kamen mit dem Angriff|ein Scanner hat sie beanstandet)/)
  const json = JSON.parse(readFileSync(handed('files', 'receipt/receipt.json'), 'utf8')) as {
    tenant: string
    restorePoints: { at: string }[]
    older: { maxOlderSeconds: number }
  }
  assert.equal(json.tenant, 'Nordwind Makler GmbH')
  assert.equal(json.older.maxOlderSeconds, 86_400)
  assert.ok(json.restorePoints.every(({ at }) => at.startsWith('2026-03-0')))
  const exported = cli.at('evidence')
  const { fingerprint } = await cli.json<{ fingerprint: string }>([
    'evidence',
    'export',
    ...inCase,
    '--to',
    exported,
  ])
  assert.equal(fingerprint, done.fingerprint, 'the same key as that of the evidence')
  const line = readFileSync(handed('files', 'receipt/release.json'), 'utf8')
  const entries = readFileSync(join(exported, 'entries.ndjson'), 'utf8')
  assert.ok(entries.split('\n').includes(line), 'the release in the receipt is the one in the log')
  assert.equal(entries.match(/"kind":"unit.handedBack"/g)?.length, 2)
})

test('the page is one sound PDF in two languages with the facts and without secrets', { skip: noPdf }, () => {
  for (const form of ['files', 'repository']) {
    const page = handed(form, 'receipt/leaflet.pdf')
    execFileSync('qpdf', ['--check', page], { stdio: 'pipe' })
    assert.match(execFileSync('pdfinfo', [page], { encoding: 'utf8' }), /Pages: +1\n/)
    const words = execFileSync('pdftotext', ['-layout', page, '-'], { encoding: 'utf8' }).replaceAll(
      /\s+/g,
      ' ',
    )
    for (const fact of [
      'Ihre Daten sind zurück · Your data is back',
      'Nordwind Makler GmbH',
      'Übung',
      'Beispiel Hosting AG',
      '+49 30 23125 100',
      'night-1',
      form === 'files' ? 'sha256sum -c' : 'restic -r repository check --read-data',
      'die neuesten Versionen sind verschlüsselt',
      'the newest versions are encrypted',
    ]) {
      assert.ok(words.includes(fact), `${fact}: ${words}`)
    }
    const password = readFileSync(passwordFile, 'utf8').trim()
    for (const secret of [password, cli.env['RESTIC_PASSWORD'] ?? '', 'PRIVATE KEY']) {
      assert.ok(!words.includes(secret) && !readFileSync(page, 'latin1').includes(secret))
    }
  }
})
