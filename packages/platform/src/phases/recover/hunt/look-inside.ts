import type { ScanItem } from '../scanner.ts'
import type { ContainerSplitter } from '../verdicts/container-splitter.ts'
import { openInside } from './inside.ts'
import type { InsideRow } from './known-insides.ts'

/** Takes contents apart for what lies in them, without judging it; the splitter says how many at once. */
export function lookInside(items: readonly ScanItem[], splitter: ContainerSplitter): Promise<InsideRow[]> {
  return Promise.all(items.map((item) => lookIntoOne(item, splitter)))
}

async function lookIntoOne(item: ScanItem, splitter: ContainerSplitter): Promise<InsideRow> {
  const inside = openInside(item.key)
  if (!splitter.isContainer(item)) return inside.close([])
  const members = splitter.split(item)
  for (;;) {
    const next = await members.next()
    if (next.done === true) return inside.close(next.value)
    inside.add(next.value)
  }
}
