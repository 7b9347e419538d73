/** What has to be recovered. */
export interface Workload {
  readonly bytes: number
  readonly files: number
  /** Share of the bytes and files whose content nobody has scanned yet, 0 to 1: equal contents are scanned once. */
  readonly uniqueShare: number
  /** Stored bytes by logical bytes, 0 to 1. */
  readonly storedRatio: number
}

/** What works at it. Bytes per second where a rate is given; what is not given is no bound. */
export interface Means {
  readonly workers: number
  readonly coresPerWorker: number
  /** Of one worker. */
  readonly networkBytesPerSecond?: number
  /** Of the place where the backups lie. */
  readonly sourceBytesPerSecond?: number
  /** Of the place that is restored to. */
  readonly targetBytesPerSecond?: number
  /** Of all tape or disk drives together. */
  readonly mediaBytesPerSecond?: number
  /** For one core and hour, in any currency. */
  readonly pricePerCoreHour?: number
}

/** CPU seconds of one step: for a GB (10⁹ bytes) and for each file. */
export interface Rate {
  readonly secondsPerGb: number
  readonly secondsPerFile: number
}

export interface Rates {
  /** Fetch, verify, decrypt, hash, write. */
  readonly restore: Rate
  /** Each engine. */
  readonly scans: readonly Rate[]
}

export type Bound = 'cpu' | 'network' | 'source' | 'target' | 'media'

export interface Estimate {
  readonly hours: number
  /** What the hours are waiting for. */
  readonly bound: Bound
  /** Hours that each resource alone would take. */
  readonly each: Readonly<Record<Bound, number>>
  readonly restoreCpuHours: number
  readonly scanCpuHours: number
  readonly workers: number
  /** Undefined without a price. */
  readonly cost: number | undefined
}

/** Cores do not wait for each other all the time, but they do: share of them that works. */
const efficiency = 0.9

/**
 * Hours, and what bounds them: the largest of the times that the CPUs, the network, the source, the target and the
 * media would take by themselves, because the one pass overlaps them. Pure. The network is crossed once by the
 * stored and once by the restored bytes, in both directions at once.
 */
export function estimate(load: Workload, means: Means, rates: Rates): Estimate {
  const { bytes, files, uniqueShare } = load
  const restoreCpuHours = cpuHours(rates.restore, bytes, files)
  const scanCpuHours = rates.scans.reduce(
    (sum, rate) => sum + cpuHours(rate, bytes * uniqueShare, files * uniqueShare),
    0,
  )
  const stored = bytes * load.storedRatio
  const cores = means.workers * means.coresPerWorker
  const network = means.networkBytesPerSecond
  const each: Record<Bound, number> = {
    cpu: (restoreCpuHours + scanCpuHours) / (cores * efficiency),
    network: hoursOf(Math.max(bytes, stored), network === undefined ? undefined : network * means.workers),
    source: hoursOf(stored, means.sourceBytesPerSecond),
    target: hoursOf(bytes, means.targetBytesPerSecond),
    media: hoursOf(stored, means.mediaBytesPerSecond),
  }
  const bound = (Object.keys(each) as Bound[]).reduce((most, one) => (each[one] > each[most] ? one : most))
  const price = means.pricePerCoreHour
  return {
    hours: each[bound],
    bound,
    each,
    restoreCpuHours,
    scanCpuHours,
    workers: means.workers,
    // Cores are paid while they wait for the slowest resource too.
    cost: price === undefined ? undefined : price * cores * each[bound],
  }
}

function cpuHours(rate: Rate, bytes: number, files: number): number {
  return ((bytes / 1e9) * rate.secondsPerGb + files * rate.secondsPerFile) / 3600
}

function hoursOf(bytes: number, bytesPerSecond: number | undefined): number {
  return bytesPerSecond === undefined ? 0 : bytes / bytesPerSecond / 3600
}
