import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { type AnlaufContext, openStores, progressLine, untilStopped } from '../doors/cli/index.ts'
import { type CasePlace, runDrill } from './run.ts'
import { passed, scoreLines } from './score/index.ts'
import { isAtTerminal, openWatch } from './watch.ts'

export interface DrillFlags {
  readonly seed: number
  readonly bytes: number
  readonly source?: readonly string[]
  readonly work?: string
  readonly estate?: string
  readonly json?: string
  /** Absent: the console is opened where somebody sits in front of it. */
  readonly serve?: boolean
}

/** Plays a drill as the flags say, prints its score, and fails when the score does. */
export async function playCommand(context: AnlaufContext, flags: DrillFlags): Promise<void> {
  const progress = progressLine(context)
  const isJson = flags.json === '-'
  const say = (text: string) => {
    progress.end()
    context.process[isJson ? 'stderr' : 'stdout'].write(`${text}\n`)
  }
  await using opened = new AsyncDisposableStack()
  const serves = flags.serve ?? isAtTerminal(context)
  let home = ''
  const watch = async (place: CasePlace): Promise<void> => {
    home = place.home
    if (!serves) return
    const { lines } = opened.use(await openWatch(context, place))
    for (const line of ['Watch it:', ...lines]) say(line)
  }
  // A drill's own database, whatever DATABASE_URL names: it never comes near a real case.
  const { DATABASE_URL: _real, ...env } = context.process.env
  const ownDatabase: AnlaufContext = { ...context, process: { ...context.process, env } }
  const score = await runDrill(
    {
      seed: flags.seed,
      bytes: flags.bytes,
      ...(flags.source === undefined ? {} : { sources: flags.source.map((folder) => resolve(folder)) }),
      ...(flags.work === undefined ? {} : { work: resolve(flags.work) }),
      ...(flags.estate === undefined ? {} : { estateFile: resolve(flags.estate) }),
    },
    {
      openStores: (home) => openStores(ownDatabase, home),
      startScanner: context.startScanner,
      rules: [context.bundledRules],
      signal: context.signal,
      onProgress: (figures) => progress.update(figures),
      say,
      onCase: watch,
    },
  )
  progress.end()
  for (const line of scoreLines(score)) say(line)
  if (isJson) context.process.stdout.write(`${JSON.stringify(score, undefined, 2)}\n`)
  else if (flags.json !== undefined) {
    await mkdir(dirname(resolve(flags.json)), { recursive: true })
    await writeFile(flags.json, `${JSON.stringify(score, undefined, 2)}\n`)
  }
  context.process.exitCode = passed(score) ? 0 : 1
  say('')
  if (!serves) {
    say('Look at the case in the console:')
    say(`  ANLAUF_HOME=${home} npx anlauf up`)
    return
  }
  say(`The console stays open on the case. Ctrl-C ends it; later: ANLAUF_HOME=${home} npx anlauf up`)
  await untilStopped(context.signal)
}
