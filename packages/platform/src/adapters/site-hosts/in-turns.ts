/** Does something with each item, at most so many at once; the first failure ends it after those under way. */
export async function inTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next] as Item
      next += 1
      await work(item)
    }
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: Math.min(atOnce, items.length) }, async () => {
      try {
        await lane()
      } catch (error) {
        next = items.length
        throw error
      }
    }),
  )
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
