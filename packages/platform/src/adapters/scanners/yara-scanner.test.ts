import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
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
  const slow =
    'rule slow { condition: filesize == 7 and for all i in (0..2000000000) : (uint8(i % 7) != 200) }'
  const scanner = await startYaraScanner({
    rules: [rulesFolder('slow', slow)],
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

test('a killed child never makes anything clean', async () => {
  const before = childrenOfThisProcess()
  const scanner = await startYaraScanner({ rules: [bundled], processes: 1 })
  const [child] = childrenOfThisProcess().filter((pid) => !before.includes(pid))
  assert.ok(child)
  try {
    process.kill(child, 'SIGKILL')
    const verdicts = await scanner.scan([item(dropper), item(Buffer.from('harmless'))])
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => [verdict, cause]),
      [
        ['unknown', 'crash'],
        ['clean', undefined],
      ],
    )
  } finally {
    await scanner.close()
  }
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

/** Direct children, read from /proc; children of other tests do not belong to this process. */
function childrenOfThisProcess(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === process.pid)
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}
