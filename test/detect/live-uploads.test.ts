import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { attackModes } from '../../packages/platform/src/drill/attack/index.ts'
import { realFiles } from '../../packages/platform/src/phases/detect/real-files.fixture.ts'
import { office, randomLike, until } from './office.fixture.ts'

/** Writes `first` into each file, then the rest when a line comes, and closes them when the next one does. */
const program = `
const fs = require('fs')
const [half, ...pairs] = process.argv.slice(1)
const files = pairs.map((pair) => pair.split('='))
const open = files.map(([to, from]) => [fs.openSync(to, 'r+'), fs.readFileSync(from)])
for (const [file, bytes] of open) fs.writeSync(file, bytes, 0, Math.floor(bytes.length * Number(half)), 0)
process.stdout.write('begun\\n')
let lines = 0
process.stdin.on('data', () => {
  lines += 1
  for (const [file, bytes] of open) lines === 1 ? fs.writeSync(file, bytes, 0, bytes.length, 0) : fs.closeSync(file)
  process.stdout.write('done\\n')
})`

async function openWriter(half: number, pairs: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['-e', program, String(half), ...Object.entries(pairs).map(([to, from]) => `${to}=${from}`)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  if (child.stdout !== null) await once(child.stdout, 'data')
  return child
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

test('two files that are broken while a program goes on writing them are no alarm, and none when they are whole', async () => {
  using scene = office(2)
  using beside = office(1)
  using _watch = await scene.watch()
  const pairs: Record<string, string> = {}
  const others = await realFiles(31)
  for (const name of ['photo.jpg', 'letter.docx', 'scan.png', 'figures.xlsx']) {
    writeFileSync(beside.at(name), others.get(name) ?? '')
    pairs[scene.at('folder 0', name)] = beside.at(name)
  }
  const writer = await openWriter(0.6, pairs)
  try {
    await delay(1_000)
    assert.equal(scene.alarms.length, 0)
    for (const [to, from] of Object.entries(pairs)) {
      // Cut to the length of the new ones, as the end of every such program.
      writeFileSync(to, readFileSync(from))
    }
    writer.stdin?.write('x\n')
    await delay(1_500)
    assert.deepEqual(
      scene.alarms.flatMap(({ hits }) => hits.map(({ path, why }) => `${path}: ${why}`)),
      [],
    )
  } finally {
    await end(writer)
  }
})

test('who destroys files and never closes them is noticed two seconds after the last write', async () => {
  using scene = office(2)
  using beside = office(1)
  using _watch = await scene.watch()
  const pairs: Record<string, string> = {}
  for (const name of ['photo.jpg', 'letter.docx', 'scan.png']) {
    const plain = readFileSync(scene.at('folder 0', name))
    writeFileSync(
      beside.at(name),
      Buffer.concat([plain.subarray(0, 64), randomLike(plain.length - 64 + 200)]),
    )
    pairs[scene.at('folder 0', name)] = beside.at(name)
  }
  const writer = await openWriter(1, pairs)
  try {
    assert.ok(await until(() => scene.alarms.length > 0, 10_000), `${scene.hits.length} hits`)
  } finally {
    await end(writer)
  }
})

test('files that are emptied and written with ciphertext below a kept header are an alarm', async () => {
  using scene = office(2)
  using _watch = await scene.watch()
  for (const name of ['letter.docx', 'photo.jpg', 'scan.png']) {
    const plain = readFileSync(scene.at('folder 1', name))
    writeFileSync(
      scene.at('folder 1', name),
      Buffer.concat([plain.subarray(0, 512), randomLike(plain.length)]),
    )
  }
  assert.ok(await until(() => scene.alarms.length > 0, 10_000), `${scene.hits.length} hits`)
})

for (const [mode, name] of [
  ['office-text', 'letter.docx'],
  ['mail-body', 'mail.eml'],
  ['base64-compressed', 'app.log'],
  ['akira-10', 'notes.txt'],
] as const) {
  test(`${mode} over two files called ${name} is an alarm`, async () => {
    using scene = office(2)
    using _watch = await scene.watch()
    for (const folder of ['folder 0', 'folder 1']) {
      const path = scene.at(folder, name)
      const attacked = attackModes
        .find((one) => one.name === mode)
        ?.encrypt(readFileSync(path), `${folder}/${name}`, 'test')
      writeFileSync(path, attacked?.bytes ?? '')
    }
    assert.ok(await until(() => scene.alarms.length > 0, 10_000), `${scene.hits.length} hits`)
  })
}
