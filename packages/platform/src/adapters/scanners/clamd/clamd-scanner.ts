import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

import { AnlaufError } from '../../../core/failure.ts'
import type { EngineDescription, ScanAnswer, ScanItem, Scanner } from '../../../phases/recover/index.ts'
import { askClamd, type ClamdPlace, type Heard } from './ask-clamd.ts'
import { type Meaning, readAnswer, readVersion } from './read-answer.ts'
import { readSignatures } from './signatures.ts'

export interface ClamdOptions {
  /** Path of its unix socket, or `host:port`. */
  readonly place: ClamdPlace
  /** Folder with the signatures it has loaded: own ones are in no version that clamd names. */
  readonly signatures?: string
  /** Longest wait for one content, and a second more for each megabyte; default 120 s, what clamd allows itself. */
  readonly timeoutMs?: number
  /** Contents sent at once; default 4. clamd has 10 threads unless told otherwise. */
  readonly connections?: number
}

/** A connection that is lost, or a daemon that restarts, gets these pauses before the next try. */
const pausesMs = [200, 1000, 3000]

/**
 * clamd as an engine. After every batch it must find a planted positive and still have the signatures it had at
 * the start: otherwise nothing of the batch counts. A content over whose answer the connection breaks, three times
 * again, is `unknown`. Throws `scanner-failed`: it is not there any more, has other signatures, finds nothing, or
 * says OK about what it does not look at.
 */
export async function startClamdScanner(options: ClamdOptions): Promise<Scanner> {
  const { place, timeoutMs = 120_000, connections = 4 } = options
  // Somebody waits for the answer: no second try.
  const heard = await askClamd(place, 'PING', { timeoutMs: 10_000 })
  if (heard.kind !== 'answer') throw notThere(place, heard)
  const engine = await describe(options)
  await mustFindPlanted(place, timeoutMs)
  await mustSayWhatItSkips(place, timeoutMs)
  return {
    describe: () => engine,
    async scan(items) {
      const answers: ScanAnswer[] = []
      const entries = items.entries()
      const work = async (): Promise<void> => {
        for (const [at, item] of entries) {
          const meaning = await judge(place, item, timeoutMs)
          answers[at] = { key: item.key, ...meaning, ...engine }
        }
      }
      await Promise.all(Array.from({ length: connections }, work))
      await mustFindPlanted(place, timeoutMs)
      const now = await describe(options)
      if (now.ruleSetDigest !== engine.ruleSetDigest) throw otherSignatures(engine, now)
      return answers
    },
    close: async () => undefined,
  }
}

async function judge(place: ClamdPlace, item: ScanItem, timeoutMs: number): Promise<Meaning> {
  const inAllMs = timeoutMs + sizeOf(item) / slowestBytesPerMs
  const heard = await patiently(() => {
    const body = 'bytes' in item ? [item.bytes] : piecesOf(item.file)
    return askClamd(place, 'INSTREAM', { timeoutMs: inAllMs, body })
  })
  if (heard.kind === 'answer') return readAnswer(heard.text)
  // A daemon that breaks off whatever it is asked is not waited for content by content, four seconds each.
  if (heard.kind === 'lost') await mustFindPlanted(place, timeoutMs)
  return { verdict: 'unknown', cause: heard.kind === 'timeout' ? 'timeout' : 'crash', matches: [] }
}

/** A tenth of what it reaches on a core with few signatures. */
const slowestBytesPerMs = 1000

function sizeOf(item: ScanItem): number {
  if ('bytes' in item) return item.bytes.length
  return statSync(item.file, { throwIfNoEntry: false })?.size ?? 0
}

/** Opened when it is asked for, closed when nobody asks any more. */
async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file)
}

/** Tries again after a lost connection; a content that takes too long would take as long again. */
async function patiently(ask: () => Promise<Heard>): Promise<Heard> {
  for (const pauseMs of pausesMs) {
    const heard = await ask()
    if (heard.kind !== 'lost') return heard
    await delay(pauseMs)
  }
  return ask()
}

async function describe({
  place,
  signatures,
  timeoutMs = 120_000,
}: ClamdOptions): Promise<EngineDescription> {
  const heard = await patiently(() => askClamd(place, 'VERSION', { timeoutMs }))
  const found = heard.kind === 'answer' ? readVersion(heard.text) : undefined
  if (found === undefined) throw notThere(place, heard)
  const own = signatures === undefined ? '' : await readSignatures(signatures)
  const text = JSON.stringify(['clamd', found.version, found.signatures, own])
  return {
    engine: 'clamd',
    version: `${found.version}/${found.signatures.split('/', 1)[0]}`,
    ruleSetDigest: createHash('sha256').update(text).digest('hex'),
  }
}

/** The test file of EICAR, assembled here so that no engine finds it in this program. */
const planted = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

async function mustFindPlanted(place: ClamdPlace, timeoutMs: number): Promise<void> {
  const body = [Buffer.from(planted, 'latin1')]
  const heard = await patiently(() => askClamd(place, 'INSTREAM', { timeoutMs, body }))
  if (heard.kind !== 'answer') throw notThere(place, heard)
  if (readAnswer(heard.text).verdict === 'infected') return
  throw new AnlaufError('scanner-failed', `clamd does not find the EICAR test file: ${heard.text}`, {
    hint: 'Check its signatures (freshclam, or a local signature of the test file); nothing it called clean since the last good test counts.',
    retry: 'later',
  })
}

/** More levels than clamd ever follows (its MaxRecursion ends at 100), in 3 KiB. */
const tooDeep = 120

/** By default clamd says OK about what is beyond its limits. */
async function mustSayWhatItSkips(place: ClamdPlace, timeoutMs: number): Promise<void> {
  let body = Buffer.from('harmless')
  for (let depth = 0; depth < tooDeep; depth += 1) body = gzipSync(body)
  const heard = await patiently(() => askClamd(place, 'INSTREAM', { timeoutMs, body: [body] }))
  if (heard.kind !== 'answer') throw notThere(place, heard)
  if (readAnswer(heard.text).verdict !== 'clean') return
  throw new AnlaufError('scanner-failed', 'clamd says OK about what it does not look at.', {
    hint: 'Set "AlertExceedsMax yes" and "AlertEncrypted yes" in clamd.conf and restart it: what is beyond its limits must not count as clean.',
  })
}

function notThere(place: ClamdPlace, heard: Heard): AnlaufError {
  const why =
    heard.kind === 'answer' ? heard.text : heard.kind === 'lost' ? heard.message : 'no answer in time'
  return new AnlaufError('scanner-failed', `clamd at ${place} does not answer: ${why}`, {
    hint: 'Start it or name the right socket, then start the same command again; nothing unscanned was published.',
    retry: 'later',
  })
}

function otherSignatures(before: EngineDescription, now: EngineDescription): AnlaufError {
  return new AnlaufError(
    'scanner-failed',
    `clamd has other signatures (${now.version}) than when this run began (${before.version}).`,
    {
      hint: 'Stop freshclam until the release, then start the same command again: it begins anew with the new signatures.',
      retry: 'now',
    },
  )
}
