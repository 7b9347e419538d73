import { existsSync, realpathSync, statSync } from 'node:fs'
import { once } from 'node:events'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../core/failure.ts'
import { aboveOthers, canaryOf, type Hit, watchFiles } from '../../phases/detect/index.ts'
import { type AlarmChannels, described, raiseAlarm } from './alarm-channels.ts'
import { listedCanaries, withCanaries, withoutCanaries } from './canary-list.ts'
import type { AnlaufContext } from './context.ts'
import { counted, formatTime, printJson, printJsonLine, printLines, progressLine } from './output.ts'

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
      'Learns what the files look like, then looks at each one that changes. The second destroyed file, or one touched canary, raises the alarm: hold on the vault, a line in watch/alarms.ndjson, your program, your webhook (without file names). Stays until it is stopped; nothing is ever deleted or blocked by it.',
  },
  parameters: {
    flags: {
      canaries: {
        ...off,
        brief: 'Put two canaries into every folder with 20 files or more (people will see them)',
      },
      removeCanaries: { ...off, brief: 'Take the untouched canaries back and end' },
      onAlarm: { ...text, brief: 'Program that gets the alarm as JSON on its input', placeholder: 'program' },
      webhook: { ...text, brief: 'URL that gets the alarm as JSON', placeholder: 'url' },
      vaultHold: {
        ...text,
        brief: 'Folder of a vault here: hold it when the alarm goes up',
        placeholder: 'folder',
      },
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
    const canaries = (flags.canaries ? withCanaries(this, roots) : listedCanaries(this)).map(canaryOf)
    const say = (event: object, line: string): void =>
      flags.json ? printJsonLine(this, event) : printLines(this, [line])

    aboveOthers()
    using learning = progressLine(this, { quiet: flags.json })
    const raising: Promise<void>[] = []
    const raise = async (at: Date, hits: readonly Hit[]): Promise<void> => {
      const alarm = { at, roots, hits }
      say(described(alarm), `ALARM ${formatTime(at.toISOString())}: ${hits.map(hitText).join('; ')}`)
      for (const failure of await raiseAlarm(this, flags, alarm)) {
        this.process.exitCode = 1
        this.process.stderr.write(`The alarm did not get through: ${failure}\n`)
      }
    }
    using watch = await watchFiles({
      roots,
      canaries,
      signal: this.signal,
      onLearn: ({ files }) => learning.update({ phase: 'learning', done: files }),
      onAlarm: ({ at, hits }) => void raising.push(raise(at, hits)),
      onHit: (hit) => say({ event: 'hit', ...hit }, `hit: ${hitText(hit)}`),
      onNotice: ({ root, what }) => say({ event: 'notice', root, what }, `notice: ${root}: ${what}`),
    })
    learning.end()
    say(
      { event: 'watching', roots, files: watch.files, canaries: canaries.length },
      `Watching ${counted(watch.files, 'file')} in ${roots.join(', ')}, ${counted(canaries.length, 'canary', 'canaries')}.`,
    )
    if (!this.signal.aborted) await once(this.signal, 'abort')
    await Promise.all(raising)
  },
})

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
