/**
 * Whether a line may be shown to a tenant: it names no other one, anywhere, also not as a part of a longer name such as
 * `nordwind-db1`. What is about the whole case and names several is not shown. Upper and lower case are one.
 */
export function tenantReader(tenant: string, others: Iterable<string>): (line: string) => boolean {
  const foreign = new Set([...others].map((id) => id.toLowerCase()))
  const own = tenant.toLowerCase()
  foreign.delete(own)
  const lengths = [...new Set([...foreign].map(({ length }) => length))]
  return (line) => {
    const text = line.toLowerCase()
    let next = 0
    for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
      if (index < next) continue
      // An own name may begin as somebody else's does.
      if (text.startsWith(own, index) && isEnd(text, index + own.length)) next = index + own.length
      else if (lengths.some((length) => isForeign(text.slice(index, index + length), index + length)))
        return false
    }
    return true

    function isForeign(word: string, end: number): boolean {
      return foreign.has(word) && isEnd(text, end)
    }
  }
}

function isEnd(text: string, at: number): boolean {
  return !/^[\p{L}\p{N}]/u.test(text.slice(at, at + 2))
}
