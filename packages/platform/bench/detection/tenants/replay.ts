import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { attackModes } from '../../../src/drill/attack/index.ts'
import { measurePlans } from './index.ts'
import { scoreStory } from './score.ts'
import { simulate } from './simulate.ts'

/**
 * `replay.ts attack|month NUMBER [--seed N]` plays one tenant again and prints everything that was said of it;
 * `replay.ts --runs N --months N [--modes REGEX] [--only N,N…] [--jobs N] [--seed N]` plays many in so many threads
 * (one a processor) and prints the figures, which are the same whatever their number.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '0' },
    months: { type: 'string', default: '0' },
    modes: { type: 'string' },
    only: { type: 'string' },
    jobs: { type: 'string' },
  },
})
const [kind, number] = positionals
const seed = Number(values.seed)
const work = mkdtempSync(join(tmpdir(), 'anlauf-tenants-'))
const { signal } = new AbortController()
try {
  if (kind === 'attack' || kind === 'month') {
    const story = await simulate({ kind, seed, number: Number(number) }, { work, signal })
    const night = (id: string | null) => (id === null ? '-' : story.snapshots.indexOf(id))
    for (const { path, newPath, night: at } of story.strikes)
      console.log(`night ${at}: ${path} -> ${newPath}`)
    for (const [at, name] of story.hard) console.log(`night ${at}: ${name}`)
    for (const { path, role, versions, newestClean } of story.report.files) {
      if (versions.every(({ verdict }) => verdict === 'clean')) continue
      console.log(`${path} (${role}), newest clean ${night(newestClean)}`)
      for (const one of versions)
        console.log(`   ${night(one.snapshot)} ${one.verdict}: ${one.reasons.join('; ')}`)
    }
    console.log(scoreStory(story), story.attack, story.report.tenants)
  } else {
    const started = performance.now()
    const wanted = new RegExp(values.modes ?? '')
    const chosen = values.only?.split(',').map(Number)
    const isChosen = (number: number) => chosen?.includes(number) ?? true
    const attacks = Array.from({ length: Number(values.runs) }, (_, number) => number).filter(
      (number) => wanted.test(attackModes[number % attackModes.length]?.name ?? '') && isChosen(number),
    )
    const months = Array.from({ length: Number(values.months) }, (_, number) => number).filter(isChosen)
    const jobs = values.jobs === undefined ? {} : { jobs: Number(values.jobs) }
    const { figures, lines } = await measurePlans(
      [
        ...attacks.map((number) => ({ kind: 'attack' as const, seed, number })),
        ...months.map((number) => ({ kind: 'month' as const, seed, number })),
      ],
      { work, ...jobs, onProgress: (text) => void process.stderr.write(`${text}\n`), signal },
    )
    for (const line of lines) console.log(line)
    console.log(figures, `${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
