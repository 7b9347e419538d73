import type { Node, Repository } from '@anlauf/repository'

import { checkGit } from './check-git.ts'
import { checkSqlite } from './check-sqlite.ts'
import type { Member } from './members.ts'
import { type Group, type GroupKind, redoLog } from './recognise.ts'
import type { GroupCheck } from './group-check.ts'

/** Kinds without an entry are held together by the moment of the backup alone. */
const checks: Partial<Record<GroupKind, GroupCheck>> = {
  git: checkGit,
  sqlite: checkSqlite,
  myisam: async (group, members) => missing(group, members, ['.MYD', '.MYI']),
  shapefile: async (group, members) => missing(group, members, ['.shp', '.shx', '.dbf']),
  innodb: async (group, members) => missing(group, members, ['/ibdata1']) ?? withoutRedoLog(group, members),
  postgresql: async (group, members) => missing(group, members, ['/PG_VERSION', '/global/pg_control']),
}

export async function checkGroup(
  group: Group,
  members: readonly Member[],
  repository: Repository,
): Promise<string | undefined> {
  return checks[group.kind]?.(group, members, (node, limit) => readMember(repository, node, limit))
}

function missing(
  { name }: Group,
  members: readonly Member[],
  endings: readonly string[],
): string | undefined {
  const there = new Set(members.map(({ path }) => path.toLowerCase()))
  const absent = endings.find((ending) => !there.has((name + ending).toLowerCase()))
  return absent === undefined ? undefined : `${name}${absent} is missing`
}

function withoutRedoLog({ name }: Group, members: readonly Member[]): string | undefined {
  const isThere = members.some(({ path }) => redoLog.exec(path)?.[1] === name)
  return isThere ? undefined : `${name} has no redo log`
}

async function readMember(repository: Repository, node: Node, limit: number): Promise<Buffer | undefined> {
  if (node.type !== 'file' || (node.size ?? 0) > limit) return undefined
  const pieces: Uint8Array[] = []
  try {
    for (const id of node.content ?? []) pieces.push(await repository.readBlob(id, 'data'))
  } catch {
    return undefined
  }
  return Buffer.concat(pieces)
}
