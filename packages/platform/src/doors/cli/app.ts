import { type Application, buildApplication, buildRouteMap, type Command, text_en } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { errorLines } from './error-text.ts'
import { repoBackup } from './repo-backup.ts'
import { repoCheck } from './repo-check.ts'
import { repoInit } from './repo-init.ts'
import { repoLs } from './repo-ls.ts'
import { repoRestore } from './repo-restore.ts'
import { repoSnapshots } from './repo-snapshots.ts'

const repo = buildRouteMap({
  docs: { brief: 'Backups in the restic format: create, fill, read, verify' },
  routes: {
    init: repoInit,
    backup: repoBackup,
    snapshots: repoSnapshots,
    ls: repoLs,
    restore: repoRestore,
    check: repoCheck,
  },
})

/**
 * The command line: one route a command, errors as message, hint and code.
 * Commands that doors may not know (the drill plays on the doors themselves) come in as an argument.
 */
export function buildApp(commands: { drill: Command<AnlaufContext> }): Application<AnlaufContext> {
  const routes = buildRouteMap({
    docs: { brief: 'From the first minute of a ransomware attack to the last customer back at work' },
    routes: { repo, drill: commands.drill },
  })
  return buildApplication<AnlaufContext>(routes, {
    name: 'anlauf',
    versionInfo: { currentVersion: '0.1.0' },
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: { caseStyle: 'convert-camel-to-kebab', disableAnsiColor: true },
    localization: {
      defaultLocale: 'en',
      loadText: () => ({
        ...text_en,
        exceptionWhileRunningCommand: (thrown: unknown) => errorLines(thrown).join('\n'),
        exceptionWhileParsingArguments: (thrown: unknown) => errorLines(thrown).join('\n'),
      }),
    },
  })
}
