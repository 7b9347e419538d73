import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import type { ScanItem } from '../../phases/recover/index.ts'
import { startYaraScanner } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-scanner-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const bundled = fileURLToPath(new URL('../../../../../rules', import.meta.url))

const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
)
const dropper = Buffer.from(`const marker = '${['ANLAUF-DRILL-', 'DROPPER-7f3a9c'].join('')}'`)
const shell = Buffer.from(['<?php ', 'eval(base64_decode(', '$_POST["x"]));'].join(''))

/** Takes half a minute for a content of seven bytes. */
const slowRule =
  'rule slow { condition: filesize == 7 and for all i in (0..2000000000) : (uint8(i % 7) != 200) }'

function item(bytes: Buffer): ScanItem {
  return { key: createHash('sha256').update(bytes).digest('hex'), bytes }
}

function rulesFolder(name: string, text: string): string {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'test.yar'), text)
  return place
}

test('finds what the bundled rules know, in order, from memory and from files', async () => {
  const scanner = await startYaraScanner({ rules: [bundled], processes: 2 })
  try {
    const large = join(folder, 'large')
    writeFileSync(large, Buffer.concat([randomBytes(3_000_000), dropper, randomBytes(1000)]))
    const verdicts = await scanner.scan([
      item(Buffer.from('harmless')),
      item(eicar),
      item(Buffer.alloc(0)),
      item(dropper),
      { key: 'x', file: large },
      item(shell),
      { key: 'y', file: join(folder, 'missing') },
    ])
    assert.deepEqual(
      verdicts.map(({ verdict }) => verdict),
      ['clean', 'infected', 'clean', 'infected', 'infected', 'infected', 'unknown'],
    )
    assert.deepEqual(verdicts[1]?.matches, ['eicar_test_file'])
    assert.equal(verdicts[0]?.ruleSetDigest, scanner.describe().ruleSetDigest)
  } finally {
    await scanner.close()
  }
})

test('keeps the order of thousands of small items', async () => {
  const scanner = await startYaraScanner({ rules: [bundled], processes: 2 })
  try {
    const items = Array.from({ length: 4_000 }, (_, at) =>
      item(at % 7 === 0 ? Buffer.concat([dropper, Buffer.from(`${at}`)]) : Buffer.from(`text ${at}`)),
    )
    const verdicts = await scanner.scan(items)
    assert.deepEqual(
      verdicts.map(({ verdict }) => verdict),
      items.map((_, at) => (at % 7 === 0 ? 'infected' : 'clean')),
    )
  } finally {
    await scanner.close()
  }
})

test('a rule may ask for a person instead of convicting', async () => {
  const rules = rulesFolder(
    'suspicion',
    'rule odd { meta: verdict = "suspicious" strings: $a = "odd" condition: $a }',
  )
  const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
  try {
    const [odd, even] = await scanner.scan([item(Buffer.from('odd')), item(Buffer.from('even'))])
    assert.equal(odd?.verdict, 'suspicious')
    assert.equal(even?.verdict, 'clean')
  } finally {
    await scanner.close()
  }
})

test('a content that hangs the engine costs one child, is unknown, and the rest is judged', async () => {
  const scanner = await startYaraScanner({
    rules: [rulesFolder('slow', slowRule)],
    processes: 1,
    perFileTimeoutMs: 700,
  })
  try {
    const verdicts = await scanner.scan([
      item(Buffer.from('before')),
      item(Buffer.from('7 bytes')),
      item(Buffer.from('afterwards')),
    ])
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => [verdict, cause]),
      [
        ['clean', undefined],
        ['unknown', 'timeout'],
        ['clean', undefined],
      ],
    )
  } finally {
    await scanner.close()
  }
})

test('where no memory is mapped the same is found, and the same content is blamed', async () => {
  process.env['ANLAUF_NATIVE'] = 'off'
  const rules = [rulesFolder('slow', slowRule), bundled]
  const scanner = await startYaraScanner({ rules, processes: 1, perFileTimeoutMs: 700 }).finally(() => {
    delete process.env['ANLAUF_NATIVE']
  })
  try {
    const contents = [dropper, Buffer.from('7 bytes'), eicar, Buffer.from('harmless')]
    const verdicts = await scanner.scan(contents.map(item))
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => cause ?? verdict),
      ['infected', 'timeout', 'infected', 'clean'],
    )
  } finally {
    await scanner.close()
  }
})

test('a child with two batches that one content hangs: both are judged, no handle is closed twice', async () => {
  const scanner = await startYaraScanner({
    rules: [rulesFolder('slow two', slowRule)],
    processes: 1,
    perFileTimeoutMs: 700,
  })
  try {
    const batches = [['7 bytes', 'one'], ['two'], ['three']]
    const answers = await Promise.all(
      batches.map((texts) => scanner.scan(texts.map((text) => item(Buffer.from(text))))),
    )
    assert.deepEqual(
      answers.map((list) => list.map(({ verdict }) => verdict)),
      [['unknown', 'clean'], ['clean'], ['clean']],
    )
  } finally {
    await scanner.close()
  }
})

test('many contents in a row that hang the engine: each costs one child, none stops the rest', async () => {
  const scanner = await startYaraScanner({
    rules: [rulesFolder('slow row', slowRule)],
    processes: 1,
    perFileTimeoutMs: 400,
  })
  try {
    const items = Array.from({ length: 5 }, () => item(Buffer.from('7 bytes')))
    const verdicts = await scanner.scan([...items, item(Buffer.from('afterwards'))])
    const expected = items.map((): [string, string | undefined] => ['unknown', 'timeout'])
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => [verdict, cause]),
      [...expected, ['clean', undefined]],
    )
  } finally {
    await scanner.close()
  }
})

test('a child that was killed while it waited is replaced; no content is to blame', async () => {
  const before = childrenOf(process.pid)
  const scanner = await startYaraScanner({ rules: [bundled], processes: 1 })
  const [child] = childrenOf(process.pid).filter((pid) => !before.includes(pid))
  assert.ok(child)
  try {
    process.kill(child, 'SIGKILL')
    const verdicts = await scanner.scan([item(dropper), item(Buffer.from('harmless'))])
    assert.deepEqual(
      verdicts.map(({ verdict }) => verdict),
      ['infected', 'clean'],
    )
  } finally {
    await scanner.close()
  }
})

test('a child that dies over a content makes only that one unknown', async () => {
  const before = childrenOf(process.pid)
  const rules = [rulesFolder('slow killed', slowRule)]
  const scanner = await startYaraScanner({ rules, processes: 1, perFileTimeoutMs: 60_000 })
  const [child] = childrenOf(process.pid).filter((pid) => !before.includes(pid))
  assert.ok(child)
  try {
    const scanning = scanner.scan([
      item(Buffer.from('before')),
      item(Buffer.from('7 bytes')),
      item(Buffer.from('afterwards')),
    ])
    await untilBusy(child)
    process.kill(child, 'SIGKILL')
    const verdicts = await scanning
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => [verdict, cause]),
      [
        ['clean', undefined],
        ['unknown', 'crash'],
        ['clean', undefined],
      ],
    )
  } finally {
    await scanner.close()
  }
})

test('batches that are sent at once do not mix their answers', async () => {
  const scanner = await startYaraScanner({ rules: [bundled], processes: 2 })
  try {
    const batches = Array.from({ length: 12 }, (_, batch) =>
      Array.from({ length: 40 }, (_, at) => (at % 12 === batch ? dropper : Buffer.from(`${batch} ${at}`))),
    )
    const answers = await Promise.all(batches.map((batch) => scanner.scan(batch.map(item))))
    assert.deepEqual(
      answers.map((list) => list.map(({ verdict }) => verdict === 'infected')),
      batches.map((batch) => batch.map((bytes) => bytes === dropper)),
    )
  } finally {
    await scanner.close()
  }
})

test('a hanging child ends with its parent, and never sees the parent’s environment', async () => {
  const rules = rulesFolder('slow orphan', slowRule)
  const door = new URL('./index.ts', import.meta.url).href
  const program = `import { startYaraScanner } from ${JSON.stringify(door)}
    const scanner = await startYaraScanner({ rules: [${JSON.stringify(rules)}], processes: 1 })
    console.log('started')
    await scanner.scan([{ key: 'x', bytes: Buffer.from('7 bytes') }])`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SECRET: 'correct horse' },
  })
  const gone = once(parent, 'exit')
  await once(parent.stdout, 'data')
  const [child] = childrenOf(parent.pid ?? 0)
  assert.ok(child)
  await untilBusy(child)
  assert.doesNotMatch(readFileSync(`/proc/${child}/environ`, 'utf8'), /SECRET/)
  parent.kill('SIGKILL')
  await gone
  // Ends by itself; the test's own time limit is what fails it otherwise.
  while (isRunning(child)) await delay(50)
})

for (const [name, text] of [
  ['an empty file', ''],
  ['comments only', '/* rule a { condition: true } */\n// rule b { condition: true }\n'],
  ['an import only', 'import "pe"\n'],
] as const) {
  test(`rules without a rule are refused: ${name}`, async () => {
    const rules = [rulesFolder(`without ${name}`, text)]
    await assert.rejects(startYaraScanner({ rules, processes: 1 }), { code: 'rules-invalid' })
  })
}

test('a rule behind comments and strings that look like their ends is one', async () => {
  const text = '// /* "\nimport "pe"\n/* " */ private rule a { condition: true }rule b{condition: a}'
  const scanner = await startYaraScanner({ rules: [rulesFolder('odd', text)], processes: 1 })
  try {
    assert.equal((await scanner.scan([item(Buffer.from('any'))]))[0]?.verdict, 'infected')
  } finally {
    await scanner.close()
  }
})

test('rules that silence all others are noticed before anything is scanned', async () => {
  const before = childrenOf(process.pid)
  const text = 'global rule only_large { condition: filesize > 1000000 }\nrule a { condition: true }'
  await assert.rejects(startYaraScanner({ rules: [rulesFolder('global', text)], processes: 2 }), {
    code: 'rules-invalid',
    message: /planted positive/,
  })
  assert.deepEqual(childrenOf(process.pid), before, 'no child stays')
})

test('rules that do not compile, and no rules at all, are named', async () => {
  const broken = rulesFolder(
    'broken',
    'rule fine { condition: false }\nrule broken { strings: $a = condition: $a }',
  )
  await assert.rejects(
    startYaraScanner({ rules: [broken] }),
    ({ code, message }: { code: string; message: string }) => {
      assert.equal(code, 'rules-invalid')
      assert.match(message, /test\.yar, line 2/)
      return true
    },
  )
  mkdirSync(join(folder, 'none'))
  await assert.rejects(startYaraScanner({ rules: [join(folder, 'none')] }), { code: 'rules-invalid' })
})

test('the digest follows the content of the rules, not their names', async () => {
  const digests = await Promise.all(
    [
      ['a', 'rule a { condition: false }'],
      ['b', 'rule a { condition: false }'],
      ['c', 'rule a { condition: true }'],
    ].map(async ([name, text]) => {
      const scanner = await startYaraScanner({
        rules: [rulesFolder(`digest ${name}`, text ?? '')],
        processes: 1,
      })
      await scanner.close()
      return scanner.describe().ruleSetDigest
    }),
  )
  assert.equal(digests[0], digests[1])
  assert.notEqual(digests[0], digests[2])
})

/** Direct children, read from /proc; those that ended but were not waited for do not count. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent && isRunning(pid))
}

function isRunning(pid: number): boolean {
  const state = statOf(pid)?.state
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** Waits until a child has computed for 0.3 s: then it is inside the engine. */
async function untilBusy(pid: number): Promise<void> {
  const start = statOf(pid)?.ticks ?? 0
  while ((statOf(pid)?.ticks ?? Infinity) < start + 30) await delay(20)
}

function statOf(pid: number): { state: string; parent: number; ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', parent: Number(fields[1]), ticks: Number(fields[11]) }
  } catch {
    return undefined
  }
}
