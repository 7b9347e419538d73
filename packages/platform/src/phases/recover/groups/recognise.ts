import type { Place } from '../unit-folder.ts'

/** Files that make sense only together: all of one moment, or none. */
export interface Group {
  readonly kind: GroupKind
  readonly host: string
  /** A directory with everything below it, or the directory in which its files lie side by side. */
  readonly root: string
  /** How people call it: the root, or the file that the others belong to. */
  readonly name: string
  /** True for a path that belongs to it, also one that nobody has seen yet. */
  readonly holds: (path: string) => boolean
  /** Everything below the root, not only files beside each other. */
  readonly isTree: boolean
}

export type GroupKind =
  | 'declared'
  | 'git'
  | 'postgresql'
  | 'innodb'
  | 'sqlite'
  | 'myisam'
  | 'shapefile'
  | 'volumes'

/** The directory of the group that an estate declares a path to belong to; undefined when it declares none. */
export type DeclaredGroups = (host: string, path: string) => string | undefined

/**
 * The groups among files of backups, by their names alone. Only what breaks when its parts are of different days is
 * a group: files that merely lie in one folder stay free, so that one encrypted letter takes no other one back.
 *
 *     declared     a directory of the estate's `groups`
 *     git          everything in `.git`, or in a bare repository: references name objects
 *     postgresql   a data directory: pages, log and control file name each other's positions
 *     innodb       a data directory of MariaDB or MySQL: the system tablespace and the redo log name all others
 *     sqlite       the database with its log or journal: a log of another day is replayed into it
 *     myisam       .MYD, .MYI, .frm, .sdi of one table: the index holds positions in the data
 *     shapefile    .shp, .shx, .dbf and companions of one layer: rows are counted in each
 *     volumes      the parts of one split archive
 */
export function recogniseGroups(places: Iterable<Place>, declared: DeclaredGroups = () => undefined): Groups {
  const byHost = new Map<string, Set<string>>()
  for (const { host, path } of places) {
    const paths = byHost.get(host)
    if (paths === undefined) byHost.set(host, new Set([path]))
    else paths.add(path)
  }
  const all: Group[] = []
  const trees = new Map<string, Group>()
  const files = new Map<string, Group>()
  for (const [host, paths] of byHost) {
    for (const tree of treesIn(host, paths, declared)) {
      all.push(tree)
      trees.set(keyOf(host, tree.root), tree)
    }
    const families = new Map<string, Group>()
    for (const path of paths) {
      // What lies in a tree goes with the tree.
      if (treeOf(host, path, trees) !== undefined) continue
      const family = familyOf(path, paths)
      if (family === undefined) continue
      const group = families.get(`${family.kind} ${family.name}`) ?? { host, ...family }
      families.set(`${family.kind} ${family.name}`, group)
      files.set(keyOf(host, path), group)
    }
    all.push(...families.values())
  }
  return { all, of: ({ host, path }) => treeOf(host, path, trees) ?? files.get(keyOf(host, path)) }
}

export interface Groups {
  readonly all: readonly Group[]
  /** The group of a path; undefined for one that stands alone. */
  readonly of: (place: Place) => Group | undefined
}

function keyOf(host: string, path: string): string {
  return `${host}\0${path}`
}

function treeOf(host: string, path: string, trees: ReadonlyMap<string, Group>): Group | undefined {
  if (trees.size === 0) return undefined
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const tree = trees.get(keyOf(host, path.slice(0, at)))
    if (tree !== undefined) return tree
  }
  return undefined
}

/** Beside `ibdata1`: MariaDB and MySQL before 8.0.30, or later ones. */
export const redoLog = /^(.+)\/(?:ib_logfile\d+|#innodb_redo\/#ib_redo\d+)$/

function* treesIn(host: string, paths: ReadonlySet<string>, declared: DeclaredGroups): Generator<Group> {
  const found = new Map<string, GroupKind>()
  for (const path of paths) {
    const named = declared(host, path)
    if (named !== undefined) found.set(named, 'declared')
    const git = path.indexOf('/.git/')
    if (git >= 0) found.set(path.slice(0, git + 5), 'git')
    if (path.endsWith('/global/pg_control'))
      found.set(path.slice(0, -'/global/pg_control'.length), 'postgresql')
    const innodb = redoLog.exec(path)?.[1]
    if (innodb !== undefined && paths.has(`${innodb}/ibdata1`)) found.set(innodb, 'innodb')
    const bare = /^(.*)\/objects\/(?:[0-9a-f]{2}\/[0-9a-f]{38,62}|pack\/[^/]+)$/.exec(path)?.[1]
    if (bare !== undefined && !bare.endsWith('/.git') && paths.has(`${bare}/HEAD`)) found.set(bare, 'git')
  }
  // The outermost counts: what was declared may hold a repository.
  const roots = new Set(found.keys())
  for (const [root, kind] of found) {
    if (isBelow(root, roots)) continue
    yield { kind, host, root, name: root, isTree: true, holds: (path) => path.startsWith(`${root}/`) }
  }
}

function isBelow(path: string, roots: ReadonlySet<string>): boolean {
  if (roots.size === 0) return false
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (roots.has(path.slice(0, at))) return true
  }
  return false
}

const families: readonly {
  readonly kind: GroupKind
  /** The part before the ending, and the ending. */
  readonly pattern: RegExp
  /** Endings of which these must be there, in any case of letters, before it is one. */
  readonly needs: readonly string[]
}[] = [
  { kind: 'myisam', pattern: /^(.+)(\.MYD|\.MYI|\.frm|\.sdi)$/, needs: ['.MYD', '.MYI'] },
  {
    kind: 'shapefile',
    pattern: /^(.+)(\.shp|\.shx|\.dbf|\.prj|\.cpg|\.sbn|\.sbx|\.qix)$/i,
    needs: ['.shp', '.shx', '.dbf'],
  },
  { kind: 'volumes', pattern: /^(.+\.(?:7z|zip|rar|tar|gz))(\.\d{3})$/i, needs: ['.001'] },
  { kind: 'volumes', pattern: /^(.+)(\.part\d{1,5}\.rar)$/i, needs: [] },
  { kind: 'sqlite', pattern: /^(.+?)(-wal|-journal|-shm|)$/, needs: [''] },
]

/** The endings with which a database is one of several files; the index in memory alone says nothing. */
const sqliteCompanions = ['-wal', '-journal']

function familyOf(path: string, paths: ReadonlySet<string>): Omit<Group, 'host'> | undefined {
  const slash = path.lastIndexOf('/')
  const [root, file] = [path.slice(0, slash), path.slice(slash + 1)]
  for (const { kind, pattern, needs } of families) {
    const [, base, ending] = pattern.exec(file) ?? []
    if (base === undefined || ending === undefined) continue
    const stem = `${root}/${base}`
    const isThere = (one: string): boolean => paths.has(stem + one) || paths.has(stem + one.toUpperCase())
    if (!needs.every(isThere)) continue
    if (kind === 'sqlite' && !sqliteCompanions.some((one) => paths.has(stem + one))) continue
    const holds = (other: string): boolean => {
      if (!other.startsWith(stem) || other.lastIndexOf('/') !== slash) return false
      return pattern.exec(other.slice(slash + 1))?.[1] === base
    }
    return { kind, root, name: stem, isTree: false, holds }
  }
  return undefined
}
