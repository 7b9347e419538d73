import { createHash } from 'node:crypto'

import type { UnknownCause } from '../../../phases/recover/index.ts'

/** What one content may cost, with everything inside it at every depth. */
export interface ContainerLimits {
  /** Containers inside containers. */
  readonly depth: number
  readonly members: number
  /** Bytes that come out, of all depths together. */
  readonly bytes: number
  /** Bytes that come out for one that goes in, once they are more than `ratioFreeBytes`. */
  readonly ratio: number
  readonly ratioFreeBytes: number
  /** Waiting for the thread that takes it apart, without the time that engines take: so long for every content, */
  readonly timeMs: number
  /** a second more for so many bytes of it, */
  readonly bytesPerSecond: number
  /** and no longer than this. */
  readonly mostTimeMs: number
}

/**
 * Generous for what people store (an office file has 3 levels and some 100 members, logs shrink 20 to 50 times),
 * and small beside a bomb: 42.zip wants 4.5 PB, 281 TB come out of the overlapping one of 10 MB.
 * Time: the slowest decoders give 5 MB a second. The 64 MiB that a small content may come to take 13 s, 5 MB of logs
 * in xz come to 500 MB and take 80 s, and 4 GiB take 14 minutes.
 */
export const defaultLimits: ContainerLimits = {
  depth: 12,
  members: 200_000,
  bytes: 4 * 1024 ** 3,
  ratio: 500,
  ratioFreeBytes: 64 * 1024 ** 2,
  timeMs: 60_000,
  bytesPerSecond: 256 * 1024,
  mostTimeMs: 20 * 60_000,
}

/** How long the taking apart of a content of so many bytes may take. */
export function timeLimitMs({ timeMs, bytesPerSecond, mostTimeMs }: ContainerLimits, bytes: number): number {
  return Math.min(mostTimeMs, timeMs + (bytes / bytesPerSecond) * 1000)
}

/** Changes whenever containers are taken apart in another way: then old verdicts are void. */
const way = 'anlauf containers v3'

export function policyDigestOf(limits: ContainerLimits): string {
  const { depth, members, bytes, ratio, ratioFreeBytes, timeMs, bytesPerSecond, mostTimeMs } = limits
  const time = [timeMs, bytesPerSecond, mostTimeMs]
  const text = JSON.stringify([way, depth, members, bytes, ratio, ratioFreeBytes, ...time])
  return createHash('sha256').update(text).digest('hex')
}

/** Ends the whole of one taking apart from any depth; never leaves this folder. */
export class SplitStop extends Error {
  readonly reason: UnknownCause

  constructor(reason: UnknownCause) {
    super(reason)
    this.reason = reason
  }
}

/** What is left of the limits. Both methods throw `SplitStop` when there is nothing left. */
export interface Budget {
  spendBytes(count: number): void
  spendMember(): void
}

export function openBudget(limits: ContainerLimits, rootBytes: number): Budget {
  const mostBytes = Math.min(limits.bytes, Math.max(limits.ratioFreeBytes, rootBytes * limits.ratio))
  let [bytes, members] = [0, 0]
  return {
    spendBytes(count) {
      bytes += count
      if (bytes > mostBytes) throw new SplitStop('limitExceeded')
    },
    spendMember() {
      members += 1
      if (members > limits.members) throw new SplitStop('limitExceeded')
    },
  }
}
