import { memberSearch, type InsideGap, type InsideRow } from './inside.ts'

export interface InsideAnswer {
  /** Those of the wanted hashes that lie in it. */
  readonly holds: readonly string[]
  readonly gap?: InsideGap
}

/**
 * Port: what lies in contents, learned whenever a pass takes containers apart, so that a hash is found in them without
 * reading anything. A content without an answer was not looked into, or what was kept of it cannot be believed: it is
 * never one with nothing inside. `way` is the splitter's policy digest; what was seen in another way is no answer.
 */
export interface KnownInsides {
  find(
    keys: readonly string[],
    question: { readonly way: string; readonly wanted: ReadonlySet<string> },
  ): Promise<ReadonlyMap<string, InsideAnswer>>
  /** Keeps rows as long as there is room; a worse look never replaces a whole one. */
  store(rows: readonly InsideRow[], way: string): Promise<void>
  /** True when nothing more is kept. */
  isFull(): Promise<boolean>
}

/** Known for as long as the process lives: for single runs without a database. */
export function memoryKnownInsides(): KnownInsides {
  const known = new Map<string, InsideRow>()
  return {
    async find(keys, { way, wanted }) {
      const search = memberSearch(wanted)
      return new Map(
        keys.flatMap((key) => {
          const row = known.get(`${key}/${way}`)
          return row === undefined ? [] : [[key, answerOf(row, search)] as const]
        }),
      )
    },
    async store(rows, way) {
      for (const row of rows) {
        const place = `${row.key}/${way}`
        const old = known.get(place)
        if (old === undefined || old.gap !== undefined || row.gap === undefined) known.set(place, row)
      }
    },
    isFull: async () => false,
  }
}

export function answerOf(
  { members, gap }: Omit<InsideRow, 'key'>,
  search: (members: Buffer) => readonly string[],
): InsideAnswer {
  const holds = members.length === 0 ? nothing : search(members)
  return gap === undefined ? { holds } : { holds, gap }
}

const nothing: readonly string[] = []
