import {
  type Application,
  buildApplication,
  buildRouteMap,
  type Command,
  help,
  text_en,
  version,
} from '@stricli/core'

import { caseApprover } from './case-approver.ts'
import { caseDeclare } from './case-declare.ts'
import { caseIsolated } from './case-isolated.ts'
import { caseShow } from './case-show.ts'
import type { AnlaufContext } from './context.ts'
import { detectHistoryCommand } from './detect-history.ts'
import { detectWatch } from './detect-watch.ts'
import { argumentErrorLines, errorLines } from './error-text.ts'
import { estateCheck } from './estate-check.ts'
import { evidenceExport } from './evidence-export.ts'
import { evidenceVerify } from './evidence-verify.ts'
import { mediaRoutes } from './media.ts'
import { protectRoutes } from './protect.ts'
import { recoverApprove } from './recover-approve.ts'
import { recoverPlan } from './recover-plan.ts'
import { recoverRelease } from './recover-release.ts'
import { recoverRun } from './recover-run.ts'
import { repoBackup } from './repo-backup.ts'
import { repoCat } from './repo-cat.ts'
import { repoCheck } from './repo-check.ts'
import { repoCopy } from './repo-copy.ts'
import { repoDiff } from './repo-diff.ts'
import { repoDump } from './repo-dump.ts'
import { repoFind } from './repo-find.ts'
import { repoForget } from './repo-forget.ts'
import { repoInit } from './repo-init.ts'
import { repoKey } from './repo-key.ts'
import { repoList } from './repo-list.ts'
import { repoLs } from './repo-ls.ts'
import { repoPrune } from './repo-prune.ts'
import { repoRestore } from './repo-restore.ts'
import { repoSnapshots } from './repo-snapshots.ts'
import { repoSplit } from './repo-split.ts'
import { repoStats } from './repo-stats.ts'
import { repoTag } from './repo-tag.ts'
import { repoUnlock } from './repo-unlock.ts'
import { siteWrite } from './site-write.ts'
import { vaultRoutes } from './vault.ts'

const repo = buildRouteMap({
  docs: { brief: 'Backups in the restic format: create, fill, read, verify' },
  routes: {
    init: repoInit,
    backup: repoBackup,
    snapshots: repoSnapshots,
    ls: repoLs,
    restore: repoRestore,
    find: repoFind,
    diff: repoDiff,
    dump: repoDump,
    stats: repoStats,
    cat: repoCat,
    check: repoCheck,
    forget: repoForget,
    prune: repoPrune,
    copy: repoCopy,
    tag: repoTag,
    split: repoSplit,
    key: repoKey,
    unlock: repoUnlock,
    list: repoList,
  },
})

const estate = buildRouteMap({
  docs: { brief: 'What is protected: check the file that says so' },
  routes: { check: estateCheck },
})

const detect = buildRouteMap({
  docs: { brief: 'When did it start, whom did it hit, what is still clean' },
  routes: { history: detectHistoryCommand, watch: detectWatch },
})

const incident = buildRouteMap({
  docs: { brief: 'The case: declare it, prove isolation, register approvers, see what is missing' },
  routes: { declare: caseDeclare, isolated: caseIsolated, approver: caseApprover, show: caseShow },
})

const recover = buildRouteMap({
  docs: { brief: 'From a plan through the clean room and two approvals back to the customer' },
  routes: { plan: recoverPlan, run: recoverRun, approve: recoverApprove, release: recoverRelease },
})

const evidence = buildRouteMap({
  docs: { brief: 'The log of everything that happened: verify it, hand it out' },
  routes: { verify: evidenceVerify, export: evidenceExport },
})

const site = buildRouteMap({
  docs: { brief: 'The public site' },
  routes: { write: siteWrite },
})

/**
 * The command line: one route a command, errors as message, hint and code.
 * Commands that doors may not know (the drill plays on the doors themselves) come in as an argument.
 */
export function buildApp(commands: { drill: Command<AnlaufContext> }): Application<AnlaufContext> {
  const routes = buildRouteMap({
    docs: { brief: 'From the first minute of a ransomware attack to the last customer back at work' },
    routes: {
      estate,
      repo,
      detect,
      case: incident,
      recover,
      evidence,
      site,
      vault: vaultRoutes,
      media: mediaRoutes,
      protect: protectRoutes,
      drill: commands.drill,
    },
  })
  const configuration = {
    name: 'anlauf',
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: { caseStyle: 'convert-camel-to-kebab', disableAnsiColor: true },
    localization: {
      defaultLocale: 'en',
      loadText: () => ({
        ...text_en,
        exceptionWhileRunningCommand: (thrown: unknown) => errorLines(thrown).join('\n'),
        exceptionWhileParsingArguments: (thrown: unknown) => argumentErrorLines(thrown).join('\n'),
      }),
    },
  } as const
  // The library's own set would take -H, which is restic's --host.
  return buildApplication<AnlaufContext>(routes, configuration, {
    help: help({
      brief: text_en.briefs.help,
      defaultForRouteMap: true,
      // With twenty flags a full usage line is a wall; the list below it names them all.
      formatting: {
        caseStyle: 'convert-camel-to-kebab',
        useAliasInUsageLine: false,
        onlyRequiredInUsageLine: true,
      },
    }),
    version: version({ brief: text_en.briefs.version, info: { currentVersion: '0.1.0' } }),
  })
}
