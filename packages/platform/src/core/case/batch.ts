/** Maps that were made within the batch under way: nobody else has seen them yet. Undefined outside of one. */
let ours: WeakSet<object> | undefined

/**
 * Runs a fold over many events. Within it a map is copied at its first change only and changed in place afterwards:
 * ten thousand units and a million events would otherwise copy ten thousand million entries. Whoever holds a state
 * from before keeps it unchanged; states between the events of a batch are not to be kept.
 */
export function inBatch<Result>(fold: () => Result): Result {
  if (ours !== undefined) return fold()
  ours = new WeakSet()
  try {
    return fold()
  } finally {
    ours = undefined
  }
}

/** Entries that are folded without a pause: about 20 ms, in which nothing else is answered. */
const batchSize = 2_000

/** Believes each of many entries, in batches: 10,000 entries of 10,000 units in 0.1 s, one by one in 5 s. */
export async function foldInBatches<Item>(
  items: AsyncIterable<Item>,
  believe: (item: Item) => void,
): Promise<void> {
  let batch: Item[] = []
  const fold = (): void => inBatch(() => batch.forEach(believe))
  for await (const item of items) {
    batch.push(item)
    if (batch.length < batchSize) continue
    fold()
    batch = []
  }
  fold()
}

/** The map with an entry more or another one. */
export function put<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value,
): ReadonlyMap<Key, Value> {
  if (ours?.has(map) === true) return (map as Map<Key, Value>).set(key, value)
  const copy = new Map(map).set(key, value)
  ours?.add(copy)
  return copy
}
