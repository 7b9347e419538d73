import type { ServerFacts } from './dump-manifest.ts'

/** Places of a clean room's server, absolute. */
export interface CleanPlaces {
  readonly data: string
  readonly socket: string
  readonly pidFile: string
  readonly temporary: string
  /** An empty folder that the server cannot write to: files and plugins are looked for there. */
  readonly nothing: string
}

/**
 * The whole option file of a server in the clean room; nothing of the source is taken over but how names and pages
 * are stored. No network, no events, no plugins, no files, no log of statements, no links out of the data folder.
 */
export function cleanServerOptions(places: CleanPlaces, facts: ServerFacts): string {
  const options: Record<string, string | number> = {
    datadir: places.data,
    socket: places.socket,
    'pid-file': places.pidFile,
    tmpdir: places.temporary,
    'secure-file-priv': places.nothing,
    'plugin-dir': places.nothing,
    'skip-networking': 1,
    'skip-name-resolve': 1,
    'skip-log-bin': 1,
    'symbolic-links': 0,
    'local-infile': 0,
    // DISABLED would refuse the very definition of an event.
    'event-scheduler': 'OFF',
    'performance-schema': 0,
    'general-log': 0,
    'slow-query-log': 0,
    'max-connections': 20,
    'max-allowed-packet': '1G',
    'character-set-server': 'utf8mb4',
    'innodb-page-size': facts.pageSize,
    // Tables that an older or laxer server let be made.
    'innodb-strict-mode': 0,
    'innodb-buffer-pool-size': '256M',
    'innodb-flush-log-at-trx-commit': 2,
    'lower-case-table-names': facts.lowerCaseNames,
  }
  const lines = Object.entries(options).map(([name, value]) => `${name} = ${value}\n`)
  return `[mariadbd]\n${lines.join('')}`
}
