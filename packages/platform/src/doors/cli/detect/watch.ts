import { existsSync, realpathSync, statSync } from 'node:fs'
import { once } from 'node:events'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { aboveOthers, canaryOf, type Hit, watchFiles } from '../../../phases/detect/index.ts'
import { isMailAddress } from './alarm-mail.ts'
import { type AlarmChannels, described, raiseAlarm } from './alarm-channels.ts'
import { listedCanaries, withCanaries, withoutCanaries } from './canary-list.ts'
import type { AnlaufContext } from '../context.ts'
import {
  counted,
  formatTime,
  printJson,
  printJsonLine,
  printLines,
  progressLine,
} from '../terminal/output.ts'
import { requireMountPoint } from '../terminal/read-only-step.ts'
import { openWatchEvidence, type WatchEvidence } from './watch-evidence.ts'

interface Flags extends AlarmChannels {
  readonly canaries: boolean
  readonly removeCanaries: boolean
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const
const text = { kind: 'parsed', parse: String, optional: true } as const

export const detectWatch = buildCommand<Flags, string[], AnlaufContext>({
  docs: {
    brief: 'Watch folders while they are used, and raise an alarm when files are being destroyed',
    fullDescription:
      'Learns what the files look like, then looks at each one that changes. The second destroyed file, or one touched canary, raises the alarm: hold on the vault, a line in watch/alarms.ndjson, your program, your webhook and mail (without file names). Each alarm and each step is an entry in watch/evidence-….ndjson. Stays until it is stopped; it deletes nothing, and blocks nothing unless --read-only says so.',
  },
  parameters: {
    flags: {
      canaries: {
        ...off,
        brief: 'Put canaries, two to four, into every folder with 20 files or more (people will see them)',
      },
      removeCanaries: { ...off, brief: 'Take the untouched canaries back and end' },
      onAlarm: { ...text, brief: 'Program that gets the alarm as JSON on its input', placeholder: 'program' },
      webhook: { ...text, brief: 'URL that gets the alarm as JSON', placeholder: 'url' },
      vaultHold: {
        ...text,
        brief: 'Folder of a vault here: hold it when the alarm goes up',
        placeholder: 'folder',
      },
      mailTo: {
        kind: 'parsed',
        parse: mailAddress,
        optional: true,
        variadic: true,
        brief: 'Address that gets the alarm by mail (names of files stay here); may be repeated',
        placeholder: 'address',
      },
      sendmail: {
        kind: 'parsed',
        parse: String,
        default: '/usr/sbin/sendmail',
        brief: 'Mail program of this machine that takes a mail on its input',
        placeholder: 'program',
      },
      readOnly: { ...off, brief: 'Make the watched disks read-only when the alarm goes up' },
      json: { ...off, brief: 'JSON on stdout, one line an event' },
    },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Folder to watch', placeholder: 'folder' },
    },
  },
  async func(flags, ...folders) {
    if (flags.removeCanaries) return takeBack(this, flags)
    const roots = folders.map(checkedFolder)
    if (roots.length === 0)
      throw new AnlaufError('input-invalid', 'No folder named.', { hint: 'Name the folders to watch.' })
    if (flags.readOnly) for (const root of roots) requireMountPoint(root)
    const evidence = await openWatchEvidence(this, roots)
    const canaries = (flags.canaries ? withCanaries(this, roots) : listedCanaries(this)).map(canaryOf)
    const say = (event: object, line: string): void =>
      flags.json ? printJsonLine(this, event) : printLines(this, [line])

    aboveOthers()
    using learning = progressLine(this, { quiet: flags.json })
    const raising: Promise<void>[] = []
    const raise = async (at: Date, hits: readonly Hit[]): Promise<void> => {
      const alarm = { at, roots, hits }
      const { files, reasons } = described(alarm)
      say(described(alarm), `ALARM ${formatTime(at.toISOString())}: ${hits.map(hitText).join('; ')}`)
      keep('watch.alarm', { files, reasons: reasons.map((reason) => printName(reason)) })
      for (const failure of await raiseAlarm(this, flags, alarm, evidence)) {
        this.process.exitCode = 1
        this.process.stderr.write(`The alarm did not get through: ${failure}\n`)
      }
    }
    // What cannot be written must not keep an alarm back.
    const keep: WatchEvidence['add'] = (kind, data) => {
      try {
        evidence.add(kind, data)
      } catch (error) {
        this.process.exitCode = 1
        this.process.stderr.write(
          `The evidence was not written: ${error instanceof Error ? error.message : String(error)}\n`,
        )
      }
    }
    const notice = (root: string, what: string): void => {
      say({ event: 'notice', root, what }, `notice: ${printName(root)}: ${what}`)
      keep('watch.notice', { what: printName(what) })
    }
    if (evidence.setAside !== undefined)
      notice(roots[0] ?? '', `the evidence of the watcher was changed: ${evidence.setAside}`)
    using watch = await watchFiles({
      roots,
      canaries,
      signal: this.signal,
      onLearn: ({ files }) => learning.update({ phase: 'learning', done: files }),
      onAlarm: ({ at, hits }) => void raising.push(raise(at, hits)),
      onHit: (hit) => say({ event: 'hit', ...hit }, `hit: ${hitText(hit)}`),
      onNotice: ({ root, what }) => notice(root, what),
    })
    learning.end()
    say(
      { event: 'watching', roots, files: watch.files, canaries: canaries.length },
      `Watching ${counted(watch.files, 'file')} in ${roots.join(', ')}, ${counted(canaries.length, 'canary', 'canaries')}.`,
    )
    keep('watch.began', { folders: roots.length, files: watch.files, canaries: canaries.length })
    if (!this.signal.aborted) await once(this.signal, 'abort')
    await Promise.all(raising)
    keep('watch.ended', { alarm: watch.state.raisedAtMs !== undefined })
  },
})

function mailAddress(text: string): string {
  if (isMailAddress(text)) return text
  throw new AnlaufError('input-invalid', `${printName(text)} is no mail address.`, {
    hint: 'Write it as name@example.org, without a display name.',
  })
}

function hitText({ path, why }: Hit): string {
  return `${printName(path)}: ${printName(why)}`
}

function checkedFolder(folder: string): string {
  if (existsSync(folder) && statSync(folder).isDirectory()) return realpathSync(folder)
  throw new AnlaufError('not-found', `${folder} is no folder.`, { hint: 'Name an existing folder to watch.' })
}

function takeBack(context: AnlaufContext, { json }: Flags): void {
  const { removed, left } = withoutCanaries(context)
  if (left.length > 0) context.process.exitCode = 1
  if (json) return printJson(context, { removed, left: left.map(({ path }) => path) })
  printLines(context, [
    `${counted(removed, 'canary', 'canaries')} taken back.`,
    ...left.map(({ path }) => `left as evidence, somebody touched it: ${printName(path)}`),
  ])
}
