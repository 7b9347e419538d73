import { type ChildProcess, fork } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { AnlaufError } from '../../../core/failure.ts'
import { messageQueue, type MessageQueue, type Silence } from '../message-queue.ts'
import type { ContentAnswer, FromChild, Placed, RuleSource, ToChild } from './messages.ts'
import { openSharedMemory, type SharedMemory } from './shared-memory.ts'

/** What one item came to: an answer, or how the child ended over it. */
export type ItemAnswer = ContentAnswer | Silence

/** A content in memory, or a file that the child opens itself. */
export type Given = Exclude<Placed, number>

export interface ShareAnswers {
  /** By item; undefined where the child ended before it said. At most one is a silence: the child ended over that. */
  readonly answers: readonly (ItemAnswer | undefined)[]
  /** The child ended before this share's turn came. */
  readonly isUntouched: boolean
  /** It is of no use any more. */
  readonly isDead: boolean
}

/** One scanning child. */
export interface ScanProcess {
  /** Scans items in order. A second share may be sent while the first one is scanned: the child goes on without a pause. */
  scan(items: readonly Given[]): Promise<ShareAnswers>
  close(): Promise<void>
}

const program = fileURLToPath(new URL('./scan-child.ts', import.meta.url))

/** Starts a child with its rules compiled. Throws `rules-invalid` with file and line, `scanner-failed`. */
export async function startScanProcess(
  sources: readonly RuleSource[],
  options: { perFileTimeoutMs: number },
): Promise<ScanProcess> {
  const memory = openSharedMemory()
  // The ordinary way, where somebody wants nothing else.
  const how = process.env['ANLAUF_NATIVE'] === 'off' ? ['read'] : ['map']
  const child = fork(program, how, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', memory?.handle ?? 'ignore'],
    // Nothing of our environment: rules and files are foreign, secrets are not theirs.
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const conversation = listen(child)
  const close = async (): Promise<void> => {
    await end(child)
    memory?.close()
  }
  send(child, { kind: 'rules', sources })
  const first = await conversation.next(startTimeoutMs)
  if (first.kind === 'invalid') {
    await close()
    throw invalidRules(first)
  }
  if (first.kind !== 'ready') {
    await close()
    throw notStarted(first.kind === 'answers' ? 'crash' : first.kind)
  }
  return { ...conversationAbout({ child, memory, conversation, ...options }), close }
}

interface Talk {
  readonly child: ChildProcess
  readonly memory: SharedMemory | undefined
  readonly conversation: Pick<MessageQueue<FromChild>, 'next'>
  readonly perFileTimeoutMs: number
}

function conversationAbout({
  child,
  memory,
  conversation,
  perFileTimeoutMs,
}: Talk): Pick<ScanProcess, 'scan'> {
  let shares = 0
  let open = 0
  let isDead = false
  let turn: Promise<void> = Promise.resolve()

  async function hear(share: number, items: readonly Given[], notesProgress: boolean): Promise<ShareAnswers> {
    const answers: (ItemAnswer | undefined)[] = Array.from({ length: items.length })
    if (isDead) return { answers, isUntouched: true, isDead }
    const limits = timeLimits(items, perFileTimeoutMs)
    for (let told = 0; told < items.length;) {
      const message = await conversation.next(limits[told] ?? perFileTimeoutMs)
      if (isAnswerTo(message, share, told, items.length)) {
        for (const end = told + message.count; told < end; told += 1) answers[told] = nothingSaid
        for (const [at, answer] of message.said) answers[at] = answer
        continue
      }
      child.kill('SIGKILL')
      isDead = true
      const blamed = (notesProgress ? memory?.progress() : undefined) ?? { share, at: told }
      const isOfThis = blamed.share === share && blamed.at >= told && blamed.at < items.length
      if (isOfThis) answers[blamed.at] = message.kind === 'timeout' ? message : { kind: 'crash' }
      break
    }
    return { answers, isUntouched: false, isDead }
  }

  return {
    async scan(items) {
      const share = (shares += 1)
      open += 1
      const { promise, resolve } = Promise.withResolvers<void>()
      const before = turn
      turn = promise
      const message = { kind: 'scan', share, ...placed(items, memory, share % 2 === 0 ? 0 : 1) } as const
      send(child, message)
      await before
      try {
        return await hear(share, items, message.memoryAt !== undefined)
      } finally {
        open -= 1
        if (open === 0 && !isDead) memory?.shrink()
        resolve()
      }
    },
  }
}

/** An answer to another question than this one says nothing: the child is as good as crashed. */
function isAnswerTo(
  message: Heard,
  share: number,
  told: number,
  length: number,
): message is Extract<FromChild, { kind: 'answers' }> {
  return (
    message.kind === 'answers' &&
    message.share === share &&
    message.from === told &&
    message.count > 0 &&
    told + message.count <= length &&
    message.said.every(([at]) => at >= told && at < told + message.count)
  )
}

/** What nearly all contents come to is one word for all of them: sending it for each cost as much as 2 KB of scanning. */
const nothingSaid: ContentAnswer = { kind: 'result', hits: [] }

function placed(
  items: readonly Given[],
  memory: SharedMemory | undefined,
  lane: 0 | 1,
): { memoryAt: number | undefined; items: readonly Placed[] } {
  const contents = items.flatMap((item) => ('bytes' in item && item.bytes.length > 0 ? [item.bytes] : []))
  const memoryAt = memory?.put(lane, contents)
  if (memoryAt === undefined) return { memoryAt, items }
  return { memoryAt, items: items.map((item) => ('bytes' in item ? item.bytes.length : item)) }
}

/** A tenth of what large public rule sets reach on a core: a busy machine is no hanging engine. */
const slowestBytesPerMs = 2_000

/** By item: the longest that may pass until it or one after it is answered. */
function timeLimits(items: readonly Given[], perFileTimeoutMs: number): number[] {
  const limits = items.map((item) => perFileTimeoutMs + sizeOf(item) / slowestBytesPerMs)
  for (let at = limits.length - 2; at >= 0; at -= 1)
    limits[at] = Math.max(limits[at] ?? 0, limits[at + 1] ?? 0)
  return limits
}

function sizeOf(item: Given): number {
  if ('bytes' in item) return item.bytes.length
  return statSync(item.file, { throwIfNoEntry: false })?.size ?? 0
}

/** Compiling tens of thousands of rules takes a while on a small machine. */
const startTimeoutMs = 120_000

type Heard = FromChild | Silence

/** Turns messages and the exit of a child into a queue that is read with a time limit. */
function listen(child: ChildProcess): Pick<MessageQueue<FromChild>, 'next'> {
  const { arrive, next } = messageQueue<FromChild>()
  child.on('message', (message) => arrive(message as FromChild))
  child.on('error', () => arrive({ kind: 'crash' }))
  child.on('exit', () => arrive({ kind: 'crash' }))
  return { next }
}

function send(child: ChildProcess, message: ToChild): void {
  // A dead child is noticed by its exit; the write's own error says nothing more.
  if (child.connected) child.send(message, () => undefined)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

function invalidRules({ file, line, message }: Extract<FromChild, { kind: 'invalid' }>): AnlaufError {
  const place = line === undefined ? file : `${file}, line ${line}`
  return new AnlaufError('rules-invalid', `The rules do not compile: ${place}: ${message}`, {
    hint: 'Mend or remove that rule; scanning with half a rule set would call too much clean.',
    context: { file, line },
  })
}

function notStarted(how: string): AnlaufError {
  return new AnlaufError('scanner-failed', `The scanning process did not start (${how}).`, {
    hint: 'Check free memory and that the package @litko/yara-x is installed for this machine, then try again.',
    retry: 'later',
  })
}
