/**
 * Whether a line may be shown to a tenant: it names no other one, anywhere, also not as a part of a longer name such as
 * `nordwind-db1`. What is about the whole case and names several is not shown. Upper and lower case are one.
 */
export function tenantReader(tenant: string, others: Iterable<string>): (line: string) => boolean {
  const own = tenant.toLowerCase()
  const names = new Set([own, ...Array.from(others, (id) => id.toLowerCase())])
  const longestFirst = [...new Set([...names].map(({ length }) => length))].toSorted((a, b) => b - a)
  return (line) => {
    const text = line.toLowerCase()
    let next = 0
    for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
      if (index < next) continue
      // An own name may begin as somebody else's does, and theirs as the own: the longest one is meant.
      const length = longestFirst.find((one) => isName(text.slice(index, index + one), index + one))
      if (length === undefined) continue
      next = index + length
      if (text.slice(index, next) !== own) return false
    }
    return true

    function isName(word: string, end: number): boolean {
      return names.has(word) && isEnd(text, end)
    }
  }
}

function isEnd(text: string, at: number): boolean {
  return !/^[\p{L}\p{N}]/u.test(text.slice(at, at + 2))
}

/** Tenants that lines are about, also those that the case itself does not know: of its scope, its contracts, its clocks. */
export function tenantsIn(lines: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  // Of a million lines most are about one of a few.
  for (const line of lines) if (/"(?:tenants?|unit)"/.test(line)) collect(JSON.parse(line), found)
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const { of, id } = value as Readonly<Record<string, unknown>>
  if (of === 'tenants' && typeof id === 'string') found.add(id)
  for (const [name, inner] of Object.entries(value)) {
    if (!['tenant', 'tenants', 'unit'].includes(name)) collect(inner, found)
    else for (const one of [inner].flat()) if (typeof one === 'string') found.add(one)
  }
}
