import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { printName } from '@anlauf/repository'

import type { Hit } from '../../../phases/detect/index.ts'
import { writeHold } from '../../vault/index.ts'
import { alarmMail } from './alarm-mail.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { makeReadOnly } from '../terminal/read-only-step.ts'
import type { WatchEvidence } from './watch-evidence.ts'

/** Where an alarm goes. Each is tried, whatever becomes of the others. */
export interface AlarmChannels {
  /** Program that gets the alarm as JSON on its standard input. */
  readonly onAlarm?: string
  readonly webhook?: string
  /** Folder of a vault on this machine: nothing is deleted there from now on. */
  readonly vaultHold?: string
  /** Addresses that get a mail through the mail program of this machine. */
  readonly mailTo?: readonly string[]
  readonly sendmail: string
  /** The watched disks are made read-only. */
  readonly readOnly: boolean
}

export interface Alarm {
  readonly at: Date
  readonly roots: readonly string[]
  readonly hits: readonly Hit[]
}

const waitMs = 10_000
const namedPaths = 20

/**
 * Raises an alarm: first what protects (hold, read-only), then the record, then whoever has to wake up. Answers what
 * did not work; an alarm that nobody gets is worth saying loudly.
 */
export async function raiseAlarm(
  context: AnlaufContext,
  channels: AlarmChannels,
  alarm: Alarm,
  evidence: WatchEvidence,
): Promise<readonly string[]> {
  const { onAlarm, webhook, vaultHold, mailTo = [], sendmail, readOnly } = channels
  const failures: string[] = []
  const attempt = async (step: string, what: string, work: () => Promise<void> | void): Promise<void> => {
    try {
      await work()
      evidence.add('watch.step', { step, outcome: 'done' })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      failures.push(`${what}: ${message}`)
      noteFailure(evidence, step, message)
    }
  }
  const { actor, at } = signature(context)
  if (vaultHold !== undefined)
    await attempt('hold', `hold on ${vaultHold}`, () =>
      writeHold(vaultHold, { reason: 'the watcher raised an alarm', at, by: actor }),
    )
  if (readOnly) for (const root of alarm.roots) await attempt('read-only', root, () => makeReadOnly(root))
  await attempt('record', 'record', () => record(context, alarm))
  await Promise.all([
    onAlarm === undefined
      ? undefined
      : attempt('program', onAlarm, () => runProgram(onAlarm, [], `${JSON.stringify(described(alarm))}\n`)),
    mailTo.length === 0
      ? undefined
      : attempt('mail', sendmail, () =>
          runProgram(sendmail, ['-t', '-oi'], alarmMail(mailTo, described(alarm))),
        ),
    // Names of files are personal: they stay on this machine.
    webhook === undefined
      ? undefined
      : attempt('webhook', 'webhook', () => post(webhook, { ...described(alarm), paths: undefined })),
  ])
  return failures
}

/** The evidence itself may be what cannot be written; the alarm goes on. */
function noteFailure(evidence: WatchEvidence, step: string, why: string): void {
  try {
    evidence.add('watch.step', { step, outcome: 'failed', why: printName(why).slice(0, 500) })
  } catch {
    // Said on stderr with the step that failed.
  }
}

export function described({ at, roots, hits }: Alarm) {
  return {
    event: 'anlauf.alarm',
    at: at.toISOString(),
    roots,
    files: hits.length,
    reasons: [...new Set(hits.map(({ why }) => why.replace(/, \/.* is gone$/, ', another file is gone')))],
    paths: hits.slice(0, namedPaths).map(({ path }) => path),
  }
}

function record(context: AnlaufContext, alarm: Alarm): void {
  mkdirSync(join(context.home, 'watch'), { recursive: true, mode: 0o700 })
  appendFileSync(join(context.home, 'watch', 'alarms.ndjson'), `${JSON.stringify(described(alarm))}\n`, {
    mode: 0o600,
    flush: true,
  })
}

async function runProgram(program: string, args: readonly string[], input: string): Promise<void> {
  const ended = await new Promise<string>((resolve) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'ignore', 'inherit'],
      timeout: waitMs,
      killSignal: 'SIGKILL',
    })
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(code === 0 ? '' : `ended with ${code ?? signal}`))
    // A program that does not read its input may close it.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
  if (ended !== '') throw new Error(ended)
}

async function post(url: string, body: unknown): Promise<void> {
  const { ok, status } = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(waitMs),
  })
  if (!ok) throw new Error(`answered ${status}`)
}
