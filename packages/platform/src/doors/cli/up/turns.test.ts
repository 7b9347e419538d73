import assert from 'node:assert/strict'
import { test } from 'node:test'

import { turns } from './turns.ts'

test('so many are in at once, the others come in their order, and who gives up takes no place', async () => {
  const turn = turns(1)
  const never = new AbortController().signal
  const order: string[] = []
  const first = await turn(never)
  const impatient = new AbortController()
  const gone = turn(impatient.signal)
  const second = turn(never).then((place) => {
    order.push('second')
    return place
  })
  impatient.abort(new Error('enough'))
  await assert.rejects(gone, /enough/)
  assert.deepEqual(order, [])
  first[Symbol.dispose]()
  const place = await second
  place[Symbol.dispose]()
  ;(await turn(never))[Symbol.dispose]()
  await assert.rejects(turn(AbortSignal.abort(new Error('late'))), /late/)
})
