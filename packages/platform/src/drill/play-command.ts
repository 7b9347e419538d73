import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { type AnlaufContext, openStores, progressLine } from '../doors/cli/index.ts'
import type { DrillFlags } from './command.ts'
import { runDrill } from './run.ts'
import { passed, scoreLines } from './score/index.ts'

/** Plays a drill as the flags say, prints its score, and fails when the score does. */
export async function playCommand(context: AnlaufContext, flags: DrillFlags): Promise<void> {
  const progress = progressLine(context)
  const say = (text: string) => {
    progress.end()
    context.process.stdout.write(`${text}\n`)
  }
  const score = await runDrill(
    {
      seed: flags.seed,
      bytes: flags.bytes,
      ...(flags.source === undefined ? {} : { sources: flags.source.map((folder) => resolve(folder)) }),
      ...(flags.work === undefined ? {} : { work: resolve(flags.work) }),
      ...(flags.estate === undefined ? {} : { estateFile: resolve(flags.estate) }),
    },
    {
      openStores: (home) => openStores(context, home),
      startScanner: context.startScanner,
      rules: [context.bundledRules],
      signal: context.signal,
      onProgress: (figures) => progress.update(figures),
      say,
    },
  )
  progress.end()
  for (const line of scoreLines(score)) say(line)
  if (flags.json !== undefined) {
    await mkdir(dirname(resolve(flags.json)), { recursive: true })
    await writeFile(flags.json, `${JSON.stringify(score, undefined, 2)}\n`)
  }
  context.process.exitCode = passed(score) ? 0 : 1
}
