import { buildRouteMap } from '@stricli/core'

import { repoBackup } from './backup.ts'
import { repoCat } from './cat.ts'
import { repoCheck } from './check.ts'
import { repoCopy } from './copy.ts'
import { repoDiff } from './diff.ts'
import { repoDump } from './dump.ts'
import { repoFind } from './find.ts'
import { repoForget } from './forget.ts'
import { repoInit } from './init.ts'
import { repoKey } from './key.ts'
import { repoList } from './list.ts'
import { repoLs } from './ls.ts'
import { repoPrune } from './prune.ts'
import { repoRestore } from './restore.ts'
import { repoSnapshots } from './snapshots.ts'
import { repoSplit } from './split.ts'
import { repoStats } from './stats.ts'
import { repoTag } from './tag.ts'
import { repoUnlock } from './unlock.ts'

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
