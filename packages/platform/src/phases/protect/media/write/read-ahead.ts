/**
 * Reads items in order, some of them at once: a repository behind a network must not let the drive wait. At most
 * `ahead` results are held.
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const waiting: Promise<Result>[] = []
  for (const item of items) {
    const result = read(item)
    // Whoever stops early never looks at it again.
    result.catch(() => undefined)
    waiting.push(result)
    if (waiting.length < ahead) continue
    const [next] = waiting.splice(0, 1)
    if (next !== undefined) yield await next
  }
  for (const next of waiting) yield await next
}
