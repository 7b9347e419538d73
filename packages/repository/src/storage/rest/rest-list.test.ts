import assert from 'node:assert/strict'
import { test } from 'node:test'

import { refusal } from '../../small-repository.fixture.ts'
import { answering } from '../http/hostile-server.fixture.ts'
import { impatientRest } from './impatient-rest.fixture.ts'
import { readFileList } from './rest-list.ts'

test('lists of version 1 and 2, of Go, with hostile entries', async (t) => {
  const ids = [1, 2, 3].map((n) => `${n}0`.repeat(32)) as [string, string, string]
  for (const [body, expected] of [
    ['[]', []],
    [' [ ] \n', []],
    ['null', []],
    [
      `["${ids[0]}", "${ids[1]}"]`,
      [
        [ids[0], 77],
        [ids[1], 77],
      ],
    ],
    [
      `[{"name":"${ids[0]}","size":5},{"size":6,"name":"${ids[1]}","x":{"y":["]"]}}]`,
      [
        [ids[0], 5],
        [ids[1], 6],
      ],
    ],
    [
      JSON.stringify([
        { name: ids[0], size: 5 },
        { name: '../../etc/passwd', size: 1 },
        { name: `${ids[1]}/..`, size: 1 },
        { name: ids[1].toUpperCase().replace('2', 'A'), size: 1 },
        { name: 'a"],[\\', size: 1 },
        { name: 7, size: 1 },
        { name: ids[0], size: 6 },
        { name: ids[1], size: -1 },
        { name: ids[2], size: '9' },
        null,
        [],
        12,
        '__proto__',
      ]),
      [
        [ids[0], 5],
        [ids[1], 77],
        [ids[2], 77],
      ],
    ],
  ] as const) {
    const { url } = await answering(t, (request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': 77 }).end()
      else response.end(body)
    })
    const listed = await Array.fromAsync(impatientRest(t, url).list('snapshots'))
    assert.deepEqual(
      listed.map(({ id, size }) => [id, size]),
      expected,
      body.slice(0, 60),
    )
  }
})

test('an answer that is no list is an error, never an empty list', async (t) => {
  for (const body of [
    '',
    '<html>',
    '{}',
    '[1',
    '[{"name":',
    '[]]',
    '[] x',
    '[,]',
    'nullnull',
    'nul',
    '"x"',
    '[tru]',
    `["${'x'.repeat(5_000)}"]`,
  ]) {
    const { url } = await answering(t, (_, response) => response.end(body))
    await assert.rejects(
      Array.fromAsync(impatientRest(t, url).list('index')),
      refusal('read-failed', /no list/),
      body,
    )
  }
})

test('a list that breaks off is asked for again and never handed out in part', async (t) => {
  const { url } = await answering(t, (_, response, count) => {
    const whole = JSON.stringify([1, 2, 3].map((n) => ({ name: `${n}0`.repeat(32), size: n })))
    if (count > 2) response.end(whole)
    else response.write(whole.slice(0, 150), () => response.destroy())
  })
  assert.equal((await Array.fromAsync(impatientRest(t, url).list('data'))).length, 3)
})

test('a list without end of blanks or junk was read without end', async () => {
  for (const [begin, junk] of [
    ['', ' '.repeat(1 << 20)],
    ['[', '1,'.repeat(1 << 19)],
    ['[]', '\n'.repeat(1 << 20)],
  ] as const) {
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(begin)
      for (const piece = Buffer.from(junk); ;) yield piece
    }
    const list = readFileList({ body: endless() }, 'here', { mostBytes: 4_000_000 })
    await assert.rejects(list, refusal('limit-exceeded'))
  }
})
