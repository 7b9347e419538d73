import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { buildCommand } from '@stricli/core'

import { type Entry, entryLine, verifyEntries } from '../../core/evidence/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import {
  type AnlaufContext,
  openStores,
  type PlayedEdition,
  writePlayedEdition,
} from '../../doors/cli/index.ts'
import { auditWord } from './audit-word.ts'
import { type Happened, playStory } from './play-story.ts'
import { replayLines, type ReplayScore, scoreReplay } from './score-replay.ts'
import { readStory, type Story } from './story.ts'

const readyStory = fileURLToPath(new URL('../../../../../examples/four-months/story.yaml', import.meta.url))

interface ReplayFlags {
  readonly to: string
  readonly story: string
  readonly json: boolean
}

export const replayCommand = buildCommand<ReplayFlags, [], AnlaufContext>({
  docs: {
    brief: 'Replay four months of an incident in simulated time: its updates, its temptations, its site',
    fullDescription:
      'Plays a story (default: examples/four-months) through the rules that hold in earnest, with new keys and a real evidence log, and keeps promises by the approved "no news". What the incident it resembles got wrong is tried and has to be refused. Writes home, site, story lines and score into a new folder. Exit code 0 only if the first word came within 4 hours, no promise was late, nothing contradictory went out, every correction was made and the log verifies.',
  },
  parameters: {
    flags: {
      to: {
        kind: 'parsed',
        parse: String,
        brief: 'New or empty folder for the log and the site',
        placeholder: 'folder',
      },
      story: {
        kind: 'parsed',
        parse: String,
        default: readyStory,
        brief: 'Another story',
        placeholder: 'file',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const story = readStory(resolve(flags.story))
    const folder = emptyFolder(resolve(flags.to))
    const say = (line: string): void => void (flags.json || this.process.stdout.write(`${line}\n`))
    say(`${story.title}: ${story.moments.length} moments, exercise, in simulated time.`)
    const { score, edition } = await replay(this, story, folder, say)
    const { folder: site, fingerprint } = edition
    if (flags.json)
      this.process.stdout.write(`${JSON.stringify({ ...score, site, edition }, undefined, 2)}\n`)
    for (const line of replayLines(score)) say(line)
    say(`\nThe site: ${join(site, 'index.html')} (German), ${join(site, 'en', 'index.html')} (English)`)
    say(`Check it: npx anlauf site verify --fingerprint ${fingerprint} ${site}`)
    this.process.exitCode = score.reasons.length === 0 ? 0 : 1
  },
})

async function replay(
  context: AnlaufContext,
  story: Story,
  folder: string,
  say: (line: string) => void,
): Promise<{ readonly score: ReplayScore; readonly edition: PlayedEdition }> {
  // The replay's own database, whatever DATABASE_URL names: a story never comes near a real case.
  const { DATABASE_URL: _real, ...env } = context.process.env
  await using stores = await openStores(
    { ...context, process: { ...context.process, env } },
    join(folder, 'home'),
  )
  const lines: string[] = []
  const play = await playStory(story, stores.log, (happened) => {
    const line = lineOf(story, happened)
    lines.push(line)
    say(line)
  })
  const entries: Entry[] = []
  for await (const entry of stores.log.read(story.case)) entries.push(entry)
  const { problems } = await verifyEntries(asLines(entries))
  const evidence = { entries: entries.length, verified: entries.length > 0 && problems.length === 0 }
  const audit = auditWord(entries, story.case, story.estate)
  const last = new Date(entries.at(-1)?.at ?? story.detectedAt)
  const edition = await writePlayedEdition({ home: join(folder, 'home'), now: () => last }, stores, {
    caseId: story.case,
    estate: story.estate,
    folder: join(folder, 'site'),
  })
  const score = scoreReplay(story, audit, play.happened, { evidence, edition })
  writeFileSync(join(folder, 'story.txt'), `${lines.join('\n')}\n`)
  writeFileSync(join(folder, 'score.json'), `${JSON.stringify(score, undefined, 2)}\n`)
  return { score, edition }
}

function lineOf(story: Story, happened: Happened): string {
  const since = happened.at.getTime() - story.detectedAt.getTime()
  const day = Math.floor(since / 86_400_000)
  const when = `T+${String(day).padStart(3)} d ${new Date(since - day * 86_400_000).toISOString().slice(11, 16)}`
  switch (happened.kind) {
    case 'done':
      return `${when}  ${happened.update === undefined ? '' : `update ${happened.update}: `}${happened.moment.note}`
    case 'refused':
      return `${when}  REFUSED (${happened.by}): ${happened.moment.note}\n${' '.repeat(15)}${happened.why}`
    case 'let through':
      return `${when}  LET THROUGH, and should not have been: ${happened.moment.note}`
    case 'kept':
      return `${when}  update ${happened.update}: the timer keeps the promise, "no news"`
    case 'not kept':
      return `${when}  the timer cannot keep the promise: ${happened.why}`
  }
}

async function* asLines(entries: readonly Entry[]): AsyncGenerator<string> {
  for (const entry of entries) yield entryLine(entry)
}

function emptyFolder(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new AnlaufError('unsafe-target', `${folder} is not empty.`, {
      hint: 'A replay writes into a folder of its own: name a new or empty one. Nothing was touched.',
    })
  }
  // To be passed, not to be listed: PostgreSQL runs under an account of its own below it.
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  return folder
}
