import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { startHashListScanner } from './hash-list-scanner.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-hashes-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
let count = 0
function list(...lines: string[]): string {
  count += 1
  const file = join(folder, `${count}`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

test('a bad hash is infected, a good one vouches, anything else is not objected to', async () => {
  const scanner = await startHashListScanner({
    bad: [
      list(
        '# feed',
        '',
        `${sha256('a')}  dropper.exe`,
        sha256('b').toUpperCase(),
        `"${sha256('c')}","Loader"`,
      ),
    ],
    good: [list(`${sha256('d')} *image.iso`)],
  })
  const answers = await scanner.scan(
    ['a', 'b', 'c', 'd', 'e'].map((text) => ({ key: sha256(text), bytes: Buffer.from(text) })),
  )
  assert.deepEqual(
    answers.map(({ verdict, matches, isVouched }) => [verdict, ...matches, isVouched === true]),
    [
      ['infected', 'listed: dropper.exe', false],
      ['infected', 'listed hash', false],
      ['infected', 'listed: Loader', false],
      ['clean', true],
      ['clean', false],
    ],
  )
})

test('lists that are empty, torn, missing or contradict each other are refused with their line', async () => {
  const refused = (options: Parameters<typeof startHashListScanner>[0], message: RegExp) =>
    assert.rejects(startHashListScanner(options), { code: 'rules-invalid', message })
  await refused({ bad: [list('# nothing')] }, /no hash/)
  await refused({ bad: [list(sha256('a'), sha256('b').slice(1))] }, /line 2/)
  await refused({ bad: [list(`${sha256('a')}0`)] }, /line 1/)
  await refused({ good: [join(folder, 'missing')] }, /does not exist/)
  await refused({ bad: [list(sha256('a'))], good: [list(sha256('a'))] }, /both good and bad/)
})

test('the digest follows the hashes, not their order, names or files', async () => {
  const digest = async (options: Parameters<typeof startHashListScanner>[0]) =>
    (await startHashListScanner(options)).describe().ruleSetDigest
  const [a, b] = [sha256('a'), sha256('b')]
  assert.equal(await digest({ bad: [list(a, b)] }), await digest({ bad: [list(`${b} x`), list('# y', a)] }))
  assert.notEqual(await digest({ bad: [list(a, b)] }), await digest({ bad: [list(a)] }))
  assert.notEqual(await digest({ bad: [list(a)] }), await digest({ good: [list(a)] }))
})
