import { buildRouteMap } from '@stricli/core'

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

/** Everything about one repository, in restic's words. */
export const repoRoutes = buildRouteMap({
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
