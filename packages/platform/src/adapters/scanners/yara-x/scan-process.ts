import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { AnlaufError } from '../../../core/failure.ts'
import { messageQueue, type MessageQueue, type Silence } from '../message-queue.ts'
import type { FromChild, RuleSource, ToChild } from './messages.ts'

/** What one item came to: an answer, or how the child ended over it. */
export type ItemAnswer = Extract<FromChild, { kind: 'result' | 'unreadable' }> | Silence

/** One scanning child. */
export interface ScanProcess {
  /**
   * Scans items in order. Returns fewer answers than items when the child died: the last one then says how,
   * and the process is of no use any more.
   */
  scan(items: Extract<ToChild, { kind: 'scan' }>['items']): Promise<readonly ItemAnswer[]>
  close(): Promise<void>
}

const program = fileURLToPath(new URL('./scan-child.ts', import.meta.url))

/** Starts a child with its rules compiled. Throws `rules-invalid` with file and line, `scanner-failed`. */
export async function startScanProcess(
  sources: readonly RuleSource[],
  options: { perFileTimeoutMs: number },
): Promise<ScanProcess> {
  const child = fork(program, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Nothing of our environment: rules and files are foreign, secrets are not theirs.
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const conversation = listen(child)
  send(child, { kind: 'rules', sources })
  const first = await conversation.next(startTimeoutMs)
  if (first.kind === 'invalid') {
    await end(child)
    throw invalidRules(first)
  }
  if (first.kind !== 'ready') {
    await end(child)
    throw notStarted(first.kind)
  }
  return {
    async scan(items) {
      const answers: ItemAnswer[] = []
      send(child, { kind: 'scan', items })
      while (answers.length < items.length) {
        const message = await conversation.next(options.perFileTimeoutMs)
        const answer = answerFor(message, answers.length)
        answers.push(answer)
        if (answer.kind === 'result' || answer.kind === 'unreadable') continue
        child.kill('SIGKILL')
        return answers
      }
      return answers
    },
    close: () => end(child),
  }
}

/** An answer to another question than this one says nothing: the child is as good as crashed. */
function answerFor(message: Heard, at: number): ItemAnswer {
  if (message.kind === 'ready' || message.kind === 'invalid') return { kind: 'crash' }
  if (message.kind === 'timeout' || message.kind === 'crash') return message
  return message.at === at ? message : { kind: 'crash' }
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
