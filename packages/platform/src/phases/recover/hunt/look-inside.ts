import type { ScanItem } from '../scanner.ts'
import type { ContainerSplitter } from '../verdicts/container-splitter.ts'
import { openInside, type InsideRow } from './inside.ts'

/** Takes contents apart for what lies in them, without judging it; the splitter says how many at once. */
export function lookInside(items: readonly ScanItem[], splitter: ContainerSplitter): Promise<InsideRow[]> {
  return allToTheirEnd(items.map((item) => lookIntoOne(item, splitter)))
}

/** After a failure too: what still reads a content must not find another one in its place. */
export async function allToTheirEnd<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const ended = await Promise.allSettled(work)
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
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
