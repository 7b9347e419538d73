/** What the spool needs of a database; the platform's own fits. */
export interface SpoolSession {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export interface SpoolDatabase extends SpoolSession {
  transaction<T>(work: (session: SpoolSession) => Promise<T>): Promise<T>
}
