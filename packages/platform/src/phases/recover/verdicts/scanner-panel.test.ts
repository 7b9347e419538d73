import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { memoryVerdictCache, type VerdictCache } from '../verdict-cache.ts'
import { sha256, wordScanner } from '../recovery.fixture.ts'
import type { ScanItem, Scanner, UnknownCause } from '../scanner.ts'
import type { ContainerSplitter } from './container-splitter.ts'
import { scannerPanel } from './scanner-panel.ts'

const itemOf = (text: string): ScanItem => ({ key: sha256(text), bytes: Buffer.from(text) })

/** The same engine under another name. */
function named(scanner: ReturnType<typeof wordScanner>, engine: string): typeof scanner {
  const description = { ...scanner.describe(), engine }
  return {
    ...scanner,
    describe: () => description,
    scan: async (items) => (await scanner.scan(items)).map((answer) => ({ ...answer, engine })),
  }
}

/** Members stand between bars: `|a|b`; `!cause` among them is a problem. */
const bars: ContainerSplitter = {
  policyDigest: 'bars',
  isContainer: (item) => 'bytes' in item && item.bytes[0] === 0x7c,
  async *split(item) {
    const parts = 'bytes' in item ? Buffer.from(item.bytes).toString().slice(1).split('|') : []
    for (const part of parts) if (!part.startsWith('!')) yield [itemOf(part)]
    return parts.flatMap((part) => (part.startsWith('!') ? [part.slice(1) as UnknownCause] : []))
  },
  close: async () => undefined,
}

function panelOf(
  engines: readonly Scanner[],
  verdicts: VerdictCache = memoryVerdictCache(),
): (...texts: string[]) => Promise<string[]> {
  const panel = scannerPanel({ engines, splitter: bars, verdicts })
  return async (...texts) => {
    const answers = await panel.scan(texts.map(itemOf))
    assert.deepEqual(
      answers.map(({ key }) => key),
      texts.map(sha256),
    )
    return answers.map(({ verdict, cause }) => [verdict, cause].filter(Boolean).join(' '))
  }
}

test('a verdict is the worst of all engines, of the whole and of every member', async () => {
  const blind = wordScanner((honest) => honest.map((one) => ({ ...one, verdict: 'clean', matches: [] })))
  const judge = panelOf([wordScanner(), named(blind, 'blind')])
  assert.deepEqual(
    await judge('fine', 'very-bad', '|fine|very-odd', '|fine|very-bad x|very-odd', '|fine', '|very-slow'),
    ['clean', 'infected', 'suspicious', 'infected', 'clean', 'unknown timeout'],
  )
})

test('what could not be taken apart is unknown, however clean the rest', async () => {
  const judge = panelOf([wordScanner()])
  assert.deepEqual(
    await judge('|fine|!encryptedContainer', '|!limitExceeded|very-odd', '|very-bad|!timeout'),
    ['unknown encryptedContainer', 'suspicious limitExceeded', 'infected'],
  )
})

test('an engine that loses count, or says nothing, makes nothing clean', async () => {
  const silent = named(
    wordScanner(() => []),
    'silent',
  )
  assert.deepEqual(await panelOf([wordScanner(), silent])('fine', '|fine', 'very-bad'), [
    'unknown notScanned',
    'unknown notScanned',
    'infected notScanned',
  ])
})

test('an engine that fails ends nothing before the others have read what they were given', async () => {
  const order: string[] = []
  const slow = wordScanner()
  const failing: Scanner = {
    ...named(wordScanner(), 'failing'),
    scan: () => Promise.reject(new Error('gone')),
  }
  const reading: Scanner = {
    ...slow,
    async scan(items) {
      await delay(50)
      order.push('read')
      return slow.scan(items)
    },
  }
  await assert.rejects(panelOf([failing, reading])('fine'), { code: 'scanner-failed' })
  order.push('given up')
  assert.deepEqual(order, ['read', 'given up'])
})

test('a member in a thousand containers is scanned once', async () => {
  const scanner = wordScanner()
  const verdicts = memoryVerdictCache()
  const judge = panelOf([scanner], verdicts)
  await judge(...Array.from({ length: 1000 }, (_, at) => `|library|own ${at}`))
  assert.equal(scanner.shown.filter((key) => key === sha256('library')).length <= 4, true, 'four run at once')
  await judge('|library|another')
  assert.equal(scanner.shown.filter((key) => key === sha256('library')).length <= 4, true)
})

test('verdicts of an engine are found again by another panel, those of a panel are its own', async () => {
  const verdicts = memoryVerdictCache()
  const first = wordScanner()
  await panelOf([first], verdicts)('|fine|member')
  const again = wordScanner()
  const more = named(wordScanner(), 'more')
  await panelOf([again, more], verdicts)('|fine|member')
  assert.deepEqual(again.shown, [])
  assert.equal(more.shown.length, 3)
  const describe = (...engines: Scanner[]) => scannerPanel({ engines, verdicts }).describe()
  assert.notEqual(describe(again).ruleSetDigest, describe(again, more).ruleSetDigest)
  assert.deepEqual(describe(more, again), describe(again, more), 'the order is none of a description')
  const others = scannerPanel({ engines: [again], splitter: bars, verdicts }).describe()
  assert.notEqual(describe(again).ruleSetDigest, others.ruleSetDigest, 'the container policy belongs to it')
})

test('what a list vouches for is clean where engines could not judge, and only there', async () => {
  const vouched = new Set(['very-slow iso', '|!encryptedContainer|fine', 'very-bad tool'].map(sha256))
  const engine = { engine: 'list', version: '1', ruleSetDigest: 'l' }
  const list: Scanner = {
    isInstant: true,
    describe: () => engine,
    scan: async (items) =>
      items.map(({ key }) => ({
        key,
        verdict: 'clean',
        matches: [],
        isVouched: vouched.has(key),
        ...engine,
      })),
    close: async () => undefined,
  }
  const slow = wordScanner((honest) =>
    honest.map((one) => (one.verdict === 'unknown' ? { ...one, matches: [] } : one)),
  )
  const judge = panelOf([slow, list])
  assert.deepEqual(
    await judge('very-slow iso', 'very-slow other', '|!encryptedContainer|fine', 'very-bad tool'),
    ['clean', 'unknown timeout', 'clean', 'infected'],
  )
  assert.throws(() => scannerPanel({ engines: [list], verdicts: memoryVerdictCache() }), {
    code: 'scanner-failed',
  })
})

test('an engine that fails stops the batch, and the container in work is left', async () => {
  let isLeft = false
  const splitter: ContainerSplitter = {
    ...bars,
    async *split(item) {
      try {
        return yield* bars.split(item)
      } finally {
        isLeft = true
      }
    },
  }
  const scanner = wordScanner((honest, batch) => {
    if (batch > 1) throw new Error('boom')
    return honest
  })
  const panel = scannerPanel({ engines: [scanner], splitter, verdicts: memoryVerdictCache() })
  await assert.rejects(panel.scan([itemOf('|a|b')]), { code: 'scanner-failed' })
  assert.ok(isLeft)
})
