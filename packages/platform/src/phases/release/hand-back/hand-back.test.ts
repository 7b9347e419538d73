import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'

import { openRepository, localStorage } from '@anlauf/repository'

import { type CaseSession, openCase } from '../../../core/case/index.ts'
import {
  approve,
  by,
  caseId,
  declaredCase,
  memoryLog,
  overtaken,
  recordRun,
} from '../../recover/case.fixture.ts'
import {
  ground,
  memory,
  newRoom,
  picture,
  planAll,
  recover,
  snapshot,
  wordScanner,
  write,
} from '../../recover/recovery.fixture.ts'
import { releaseUnit } from '../index.ts'
import { handBack, type HandBackOptions } from './hand-back.ts'

const unit = 'files1'
const scanner = wordScanner()
const machine = await ground({ after }, memory)
const odd = 'line\nbreak \\ back'
write(machine, {
  'd/one': 'one',
  'd/two': 'two',
  'd/empty': '',
  [odd]: 'odd',
  'großer Ordner/Übersicht.txt': 'Grüße',
  bad: 'very-bad',
  large: Buffer.alloc(3_000_000, 'abc'),
})
symlinkSync('one', join(machine.machine, 'd/link'))
chmodSync(join(machine.machine, 'd/two'), 0o750)
await snapshot(machine)
const plan = await planAll(machine)
const times = new Map((await machine.repository.listSnapshots()).map(({ id, time }) => [id as string, time]))
const { privateKey } = generateKeyPairSync('ed25519')
const parties = { provider: 'P', tenant: 'T', contacts: [], timeZone: 'Europe/Berlin' }

interface Scene {
  readonly options: HandBackOptions
  readonly session: CaseSession
  readonly log: ReturnType<typeof memoryLog>
  readonly released: string
  readonly target: string
}

/** Restored, approved and released, unless `isReleased` says otherwise. */
async function scene(
  t: TestContext,
  { isReleased = true, log = memoryLog() }: { isReleased?: boolean; log?: ReturnType<typeof memoryLog> } = {},
): Promise<Scene> {
  const place = newRoom(t, machine)
  const { cleanRoom } = place
  const outcome = await recover(place, { plan, scanner })
  const session = await declaredCase(log, [unit])
  await recordRun(session, plan, outcome, { cleanRoom, scanner })
  await approve(session, unit)
  const [released, target] = [join(cleanRoom, '../released'), join(cleanRoom, '../handed')]
  const manifestFile = outcome.units[0]?.manifestFile ?? ''
  if (isReleased) {
    await releaseUnit({
      session,
      unit,
      cleanRoom,
      manifestFile,
      ruleSetDigest: 'rules-1',
      target: released,
      by,
    })
  }
  const options: HandBackOptions = {
    session,
    log,
    unit,
    manifestFile,
    times,
    released,
    target,
    parties,
    by,
    plan: plan.units[0] ?? assert.fail(),
    form: 'files',
    repository: { password: 'of the tenant', kdf: { N: 1024, r: 8, p: 1 } },
    signer: () => ({ name: 'anlauf', key: privateKey, origin: `anlauf/case/${caseId}` }),
    renderLeaflet: async () => Buffer.from('%PDF'),
  }
  return { options, session, log, released, target }
}

const inReleased = ({ released }: Scene, ...path: string[]): string =>
  join(released, unit, 'files/files1', ...path)

/** Refused in words; nothing recorded, nothing that a tenant could see. */
async function assertRefused(stage: Scene, code: string, message: RegExp): Promise<void> {
  await assert.rejects(
    handBack(stage.options),
    (error: { code?: string; message: string; hint?: string }) => {
      assert.equal(error.code, code, error.message)
      assert.match(`${error.message} ${error.hint ?? ''}`, message)
      return true
    },
  )
  assert.ok(!existsSync(join(stage.target, unit)))
  assert.ok(!stage.log.kinds().includes('unit.handedBack'))
}

test('a folder: exactly the released files, recorded, and verified by a shell alone', async (t) => {
  const stage = await scene(t)
  const done = await handBack(stage.options)
  assert.deepEqual(picture(join(stage.target, unit, 'files')), picture(join(stage.released, unit, 'files')))
  assert.deepEqual(readdirSync(stage.target), [unit], 'nothing hidden stays')
  const { handedBack } = stage.session.state.units.get(unit) ?? {}
  assert.equal(handedBack?.receiptDigest, done.receiptDigest)
  assert.deepEqual([handedBack?.form, handedBack?.files], ['files', done.files])
  const receipt = join(stage.target, unit, 'receipt')
  const verify = (): string =>
    execFileSync('sh', ['verify.sh', done.receipt?.evidence.key ?? ''], { cwd: receipt, encoding: 'utf8' })
  assert.match(verify(), /RECEIPT VERIFIED.*\nFILES VERIFIED: 6\n/)
  assert.throws(() => execFileSync('sh', ['verify.sh', '0'.repeat(64)], { cwd: receipt, stdio: 'pipe' }))
  for (const name of readdirSync(receipt)) {
    const bytes = readFileSync(join(receipt, name))
    if (bytes.length === 0) continue
    writeFileSync(
      join(receipt, name),
      Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]),
    )
    // Its own bytes are under the signature; the checker itself is the one file that cannot speak for itself.
    if (name !== 'verify.sh') assert.throws(verify, /NOT VERIFIED|failed|Command/, name)
    writeFileSync(join(receipt, name), bytes)
  }
  writeFileSync(join(stage.target, unit, 'files/files1/d/one'), 'One')
  assert.throws(verify, 'a changed file is noticed')
})

test('the receipt names what was held back, and no file that was not', async (t) => {
  const stage = await scene(t)
  const { receipt } = await handBack(stage.options)
  assert.deepEqual(receipt?.missing.reasons, { infected: 1 })
  const read = (name: string): string => readFileSync(join(stage.target, unit, 'receipt', name), 'utf8')
  const lines = read('missing.ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  assert.deepEqual(lines, [{ host: 'files1', path: '/bad', reason: 'infected', why: 'very-bad' }])
  assert.match(read('receipt.de.txt'), /files1:\/bad\n +ein Scanner hat sie beanstandet/)
  assert.match(read('receipt.en.txt'), /Every file is in its newest version/)
  assert.doesNotMatch(read('receipt.json'), /Übersicht/, 'no names in what is published')
})

test('an archive: GNU tar unpacks exactly the released files', async (t) => {
  const stage = await scene(t)
  await handBack({ ...stage.options, form: 'tar' })
  const folder = join(stage.target, unit)
  execFileSync('tar', ['-xf', 'files.tar'], { cwd: folder })
  const strip = (all: Record<string, string>): [string, string][] =>
    Object.entries(all).filter(([path]) => !path.endsWith('/'))
  assert.deepEqual(strip(picture(join(folder, 'files'))), strip(picture(join(stage.released, unit, 'files'))))
  const out = execFileSync('sh', ['verify.sh'], { cwd: join(folder, 'receipt'), encoding: 'utf8' })
  assert.match(out, /ARCHIVE VERIFIED/)
})

test('a repository opens with the tenant’s password only and holds one snapshot a machine', async (t) => {
  const stage = await scene(t)
  const { receipt } = await handBack({ ...stage.options, form: 'repository' })
  const place = localStorage(join(stage.target, unit, 'repository'))
  const repository = await openRepository(place, { password: 'of the tenant' })
  const snapshots = await repository.listSnapshots()
  assert.deepEqual(
    snapshots.map(({ hostname, tags }) => [hostname, tags]),
    [['files1', ['tenant:files1']]],
  )
  assert.ok(receipt?.data.kind === 'repository')
  assert.deepEqual(receipt.data.snapshots, [{ id: snapshots[0]?.id, host: 'files1', entries: 7 }])
  await assert.rejects(openRepository(place, { password: 'another' }), { code: 'wrong-password' })
})

for (const form of ['files', 'tar', 'repository'] as const) {
  test(`as ${form}: what was changed, taken away, planted or bent stops it, and nothing of it lies about`, async (t) => {
    const tampers: [(stage: Scene) => void, RegExp][] = [
      [(stage) => writeFileSync(inReleased(stage, 'd/one'), 'One'), /d\/one is not what was released/],
      [
        (stage) => writeFileSync(inReleased(stage, 'd/one'), 'one and more'),
        /d\/one is not what was released/,
      ],
      [(stage) => rmSync(inReleased(stage, 'd/two')), /d\/two|1 released files are not/],
      [(stage) => replaceByLink(stage), /d\/two/],
      [(stage) => relink(stage), /d\/link is not what was released/],
    ]
    if (form === 'repository') {
      tampers.push(
        [
          (stage) => writeFileSync(inReleased(stage, 'd/planted'), 'x'),
          /d\/planted lies there and was not released/,
        ],
        [(stage) => mkdirSync(inReleased(stage, 'e')), /:\/e lies there/],
        [(stage) => mkdirSync(join(stage.released, unit, 'files/alpenblick')), /alpenblick:\/ lies there/],
      )
    }
    for (const [tamper, message] of tampers) {
      const stage = await scene(t)
      tamper(stage)
      await assertRefused({ ...stage, options: { ...stage.options, form } }, 'gate-closed', message)
      assert.deepEqual(existsSync(stage.target) ? readdirSync(stage.target) : [], [], String(message))
    }
  })
}

function replaceByLink(stage: Scene): void {
  renameSync(inReleased(stage, 'd/two'), join(stage.released, 'two'))
  symlinkSync(join(stage.released, 'two'), inReleased(stage, 'd/two'))
}

function relink(stage: Scene): void {
  rmSync(inReleased(stage, 'd/link'))
  symlinkSync('two', inReleased(stage, 'd/link'))
}

test('a planted file stays behind when files are handed over by name', async (t) => {
  for (const form of ['files', 'tar'] as const) {
    const stage = await scene(t)
    writeFileSync(inReleased(stage, 'd/planted'), 'very-bad')
    await handBack({ ...stage.options, form })
    assert.ok(!existsSync(join(stage.target, unit, 'files/files1/d/planted')))
    const tar = join(stage.target, unit, 'files.tar')
    if (form === 'tar') assert.ok(!readFileSync(tar).includes('planted'))
  }
})

test('only what the gate let out, by the plan that people approved', async (t) => {
  await assertRefused(await scene(t, { isReleased: false }), 'gate-closed', /a release through the gate/)
  const stage = await scene(t)
  const other = {
    ...stage.options,
    plan: { ...stage.options.plan, items: stage.options.plan.items.slice(1) },
  }
  await assertRefused({ ...stage, options: other }, 'plan-invalid', /not the one that the case holds/)
  writeFileSync(
    stage.options.manifestFile,
    readFileSync(stage.options.manifestFile, 'utf8').replace('"size":3', '"size":4'),
  )
  await assertRefused(stage, 'gate-closed', /files that fit the recorded release/)
  const void_ = await scene(t)
  const facts = [{ type: 'item.sentToReview' as const, unit, item: '0'.repeat(64), cause: 'late' }]
  await void_.session.execute({ command: 'record', facts }, by)
  await assertRefused(void_, 'gate-closed', /a release through the gate/)
})

test('stopped half-way it goes on; what was spoilt meanwhile is copied again', async (t) => {
  const stage = await scene(t)
  const stopping = new AbortController()
  const stop: HandBackOptions = {
    ...stage.options,
    signal: stopping.signal,
    onProgress: ({ phase }) => {
      if (phase === 'read back') stopping.abort()
    },
  }
  await assert.rejects(handBack(stop), { code: 'aborted' })
  assert.deepEqual(readdirSync(stage.target), ['.outgoing'])
  const [attempt] = readdirSync(join(stage.target, '.outgoing', unit)).filter((name) =>
    name.startsWith('files-'),
  )
  const left = join(stage.target, '.outgoing', unit, attempt ?? '', 'files/files1')
  writeFileSync(join(left, 'd/one'), 'spoilt')
  const copied: number[] = []
  await handBack({
    ...stage.options,
    onProgress: ({ phase, done }) => phase === 'hand over' && copied.push(done),
  })
  assert.deepEqual(copied, [7], 'one of seven was missing')
  assert.deepEqual(picture(join(stage.target, unit, 'files')), picture(join(stage.released, unit, 'files')))
})

test('what somebody planted in a half-finished hand-back does not go out', async (t) => {
  const stage = await scene(t)
  const stopping = new AbortController()
  stopping.abort()
  await assert.rejects(handBack({ ...stage.options, signal: stopping.signal }), { code: 'aborted' })
  const before = await scene(t)
  const late: HandBackOptions = {
    ...before.options,
    onProgress: ({ phase, done }) => {
      if (phase !== 'read back' || done !== 1) return
      const [attempt] = readdirSync(join(before.target, '.outgoing', unit)).filter((name) =>
        name.startsWith('files-'),
      )
      writeFileSync(join(before.target, '.outgoing', unit, attempt ?? '', 'files/files1/d/planted'), 'x')
    },
  }
  await assertRefused({ ...before, options: late }, 'gate-closed', /d\/planted lies there/)
})

test('no event, no folder; the same call then completes', async (t) => {
  let isAway = true
  const log = memoryLog((kinds) => {
    if (isAway && kinds.includes('unit.handedBack')) throw new Error('log away')
  })
  const stage = await scene(t, { log })
  await assert.rejects(handBack(stage.options), /log away/)
  assert.ok(!existsSync(join(stage.target, unit)))
  isAway = false
  await handBack(stage.options)
  await assert.rejects(handBack(stage.options), { code: 'nothing-to-do' })
  await handBack({ ...stage.options, form: 'tar', target: `${stage.target}-2` })
  assert.equal(stage.session.state.units.get(unit)?.handedBack?.form, 'tar')
})

test('a foreign folder in the way is not touched; a dry run writes nothing', async (t) => {
  const stage = await scene(t)
  const dry = await handBack({ ...stage.options, dryRun: true })
  assert.deepEqual([dry.receipt, dry.files], [undefined, 7])
  assert.ok(!existsSync(stage.target))
  mkdirSync(join(stage.target, unit), { recursive: true })
  await assert.rejects(handBack(stage.options), { code: 'unsafe-target' })
  writeFileSync(inReleased(stage, 'd/one'), 'One')
  const other = { ...stage.options, dryRun: true, target: `${stage.target}-2` }
  await assert.rejects(handBack(other), { code: 'gate-closed' })
})

test('a hand-back that ends beside this one is known, not taken for a stranger’s', async (t) => {
  const { options, session, log } = await scene(t)
  const slow = overtaken(session, async () => handBack({ ...options, session: await openCase(log, caseId) }))
  await assert.rejects(handBack({ ...options, session: slow }), { code: 'nothing-to-do' })
})
