import type { QueryResultRow } from 'pg'

import type { Heard } from './listen.ts'

/** A folder for a server of our own, or the URL of an existing one (`postgres://user:password@host/name`). */
export type DatabaseLocation = { readonly home: string } | { readonly url: string }

/** One connection, or any of several: runs a statement and gives its rows. */
export interface Session {
  query<Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export interface Database extends Session, AsyncDisposable {
  /** Folder of the embedded server; `undefined` for a server named by URL. */
  readonly home: string | undefined
  /** Where it is, for a client of another kind in this process; the socket's path holds in this process only. */
  readonly url: string
  /** All or nothing, read committed; rolled back when `work` throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Hears what is notified on a channel, on a connection of its own, until disposed of. */
  listen(channel: string, heard: Heard): Promise<AsyncDisposable>
}
