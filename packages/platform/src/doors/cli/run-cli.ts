import { type Application, run } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { languageOf } from './flags/language.ts'

/**
 * Runs one command line. Exit codes: 0 done; 1 failed, or a check found something; 2 the command line itself is
 * wrong; 3 (`repo backup`) stored, but some files could not be read, (`repo forget`) some could not be removed.
 */
export async function runCli(
  app: Application<AnlaufContext>,
  inputs: readonly string[],
  context: AnlaufContext,
): Promise<void> {
  await run(app, inputs, { ...context, locale: languageOf(inputs, context.process.env) })
  // The command library counts such mistakes below zero, which a shell shows as 251 and 252.
  if (Number(context.process.exitCode) < 0) context.process.exitCode = 2
}
