/** What one transaction did to one relation, by its file: tablespace/database/relation. */
export interface Touched {
  readonly file: string
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
}

/** A commit that took much away: a candidate for "just before this". */
export interface Moment {
  /** Position of the commit; as a target it leaves this commit out. */
  readonly lsn: string
  /** As `pg_waldump` prints it in UTC. */
  readonly time: string
  readonly updated: number
  readonly deleted: number
  /** Files of relations that the commit removes: dropped, truncated or rewritten tables and indexes. */
  readonly removedFiles: number
  readonly touched: readonly Touched[]
}

/** Transactions that are open at one time; a server allows some thousands. */
const maxOpen = 100_000
/** Relations counted for one transaction. */
const maxTouched = 1_000

interface Open {
  readonly touched: Map<string, { inserted: number; updated: number; deleted: number }>
}

/**
 * Reads what `pg_waldump` prints, line by line, in bounded memory. Returns a moment for each commit that changed or
 * deleted at least `minRows` rows or removed files of relations; other lines return nothing.
 */
export function momentReader({
  minRows,
}: {
  readonly minRows: number
}): (line: string) => Moment | undefined {
  const open = new Map<string, Open>()
  return (line) => {
    const record =
      /^rmgr: (\w+) .*?tx:\s*(\d+), lsn: ([0-9A-F]+\/[0-9A-F]+),.*?desc: (\w+(?:\+INIT)?) ?(.*)$/.exec(line)
    if (record === null) return undefined
    const [, kind = '', transaction = '', lsn = '', what = '', rest = ''] = record
    if (kind === 'Heap' || kind === 'Heap2') {
      count(open, transaction, what, rest)
      return undefined
    }
    if (kind !== 'Transaction') return undefined
    if (what === 'ABORT') open.delete(transaction)
    if (what !== 'COMMIT' && what !== 'COMMIT_PREPARED') return undefined
    const moment = momentOf(open, transaction, { lsn, rest })
    return moment.deleted + moment.updated >= minRows || moment.removedFiles > 0 ? moment : undefined
  }
}

function count(open: Map<string, Open>, transaction: string, what: string, rest: string): void {
  const field = fields[what]
  const file = /rel (\d+\/\d+\/\d+)/.exec(rest)?.[1]
  if (field === undefined || file === undefined) return
  let one = open.get(transaction)
  if (one === undefined) {
    if (open.size >= maxOpen) return
    open.set(transaction, (one = { touched: new Map() }))
  }
  const counts = one.touched.get(file) ?? { inserted: 0, updated: 0, deleted: 0 }
  const rows = what.startsWith('MULTI_INSERT') ? Number(/(\d+) tuples/.exec(rest)?.[1] ?? 1) : 1
  counts[field] += rows
  if (one.touched.size < maxTouched) one.touched.set(file, counts)
}

const fields: Readonly<Record<string, 'inserted' | 'updated' | 'deleted'>> = {
  INSERT: 'inserted',
  'INSERT+INIT': 'inserted',
  MULTI_INSERT: 'inserted',
  'MULTI_INSERT+INIT': 'inserted',
  UPDATE: 'updated',
  'UPDATE+INIT': 'updated',
  HOT_UPDATE: 'updated',
  DELETE: 'deleted',
}

/** A commit carries what its subtransactions did. */
function momentOf(
  open: Map<string, Open>,
  transaction: string,
  { lsn, rest }: { readonly lsn: string; readonly rest: string },
): Moment {
  const listed = /subxacts: ([\d ]+)/.exec(rest)?.[1]?.trim().split(' ') ?? []
  const touched: Touched[] = []
  for (const one of [transaction, ...listed]) {
    for (const [file, counts] of open.get(one)?.touched ?? []) touched.push({ file, ...counts })
    open.delete(one)
  }
  touched.sort((a, b) => b.deleted + b.updated - a.deleted - a.updated)
  const removed = /rels: ([^;]*)/.exec(rest)?.[1]?.trim()
  return {
    lsn: lsn.replace(/\/0+(?=.)/, '/'),
    time: /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \w+)/.exec(rest)?.[1] ?? '',
    updated: touched.reduce((sum, one) => sum + one.updated, 0),
    deleted: touched.reduce((sum, one) => sum + one.deleted, 0),
    removedFiles: removed === undefined || removed === '' ? 0 : removed.split(/\s+/).length,
    touched: touched.slice(0, 10),
  }
}
