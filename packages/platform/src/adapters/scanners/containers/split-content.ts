import type { UnknownCause } from '../../../phases/recover/index.ts'
import { openersOf } from './kinds.ts'
import { type ContainerLimits, openBudget, SplitStop } from './limits.ts'
import type { OpenerContext } from './opener.ts'
import type { Scratch, Unpacked } from './scratch.ts'
import { memberPlace } from './member-place.ts'
import type { Source } from './source.ts'

/** What a container came to: a member at any depth, or why something was not looked at. */
export type Piece = { readonly member: Unpacked; readonly place: string } | { readonly problem: UnknownCause }

export interface SplitOptions {
  readonly limits: ContainerLimits
  readonly scratch: Scratch
}

/** Takes a content apart, depth first. Whoever takes a member releases it. Throws only what the scratch folder's disk says. */
export async function* splitContent(root: Source, { limits, scratch }: SplitOptions): AsyncGenerator<Piece> {
  const context = { scratch, budget: openBudget(limits, root.size) }
  try {
    yield* inside(root, '', limits.depth, context)
  } catch (error) {
    if (!(error instanceof SplitStop)) throw error
    yield { problem: error.reason }
  }
}

async function* inside(
  source: Source,
  outer: string,
  depth: number,
  context: OpenerContext,
): AsyncGenerator<Piece> {
  let count = 0
  for (const opener of openersOf(source)) {
    if (depth === 0) throw new SplitStop('limitExceeded')
    for await (const found of opener(source, context)) {
      if ('problem' in found) {
        yield found
        continue
      }
      const { content, name } = found
      count += 1
      const place = memberPlace(outer, name, count)
      using _ours = { [Symbol.dispose]: () => content.release() }
      content.hold()
      yield { member: content, place }
      yield* inside(content.source, place, depth - 1, context)
    }
  }
}
