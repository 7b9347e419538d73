import { availableParallelism } from 'node:os'

import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  type Bound,
  calibrate,
  type Estimate,
  estimate,
  type Means,
  type Rates,
  readPlanFile,
  type Workload,
  workloadOf,
} from '../../../phases/recover/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount, parseSize } from '../flags/flag-values.ts'
import {
  formatBytes,
  formatCount,
  formatSeconds,
  printJson,
  printLines,
  progressLine,
  tableLines,
} from '../terminal/output.ts'
import { ruleFolders, rulesFlag } from '../scan/rules-flag.ts'

interface EstimateFlags {
  readonly plan?: string
  readonly bytes?: number
  readonly files?: number
  readonly unique?: number
  readonly storedRatio: number
  readonly workers: number
  readonly cores: number
  readonly network?: number
  readonly source?: number
  readonly targetRate?: number
  readonly media?: number
  readonly price?: number
  readonly folder?: string
  readonly rules?: readonly string[]
  readonly json: boolean
}

const perSecond = (brief: string) =>
  ({ kind: 'parsed', parse: parseRate, optional: true, brief, placeholder: 'bytes' }) as const

export const recoverEstimate = buildCommand<EstimateFlags, [], AnlaufContext>({
  docs: {
    brief:
      'How many hours a recovery takes, what it waits for and what it costs; measures this machine first',
    fullDescription:
      'Restores and scans a generated sample for a few seconds with the rules that would be used, then computes. Give a plan, or bytes and files. Rates are bytes per second, such as 1.25GB for 10 Gbit/s; one that is not given is no bound. People, approvals and tape changes are not in it.',
  },
  parameters: {
    flags: {
      plan: { kind: 'parsed', parse: String, optional: true, brief: 'Plan to be run', placeholder: 'file' },
      bytes: {
        kind: 'parsed',
        parse: parseRate,
        optional: true,
        brief: 'Instead of a plan: bytes to restore, such as 140TB',
        placeholder: 'size',
      },
      files: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'Instead of a plan: files to restore',
        placeholder: 'n',
      },
      unique: {
        kind: 'parsed',
        parse: parseShare,
        optional: true,
        brief: 'Share of unique content, 0 to 1 (default 1; a plan knows it)',
        placeholder: 'share',
      },
      storedRatio: {
        kind: 'parsed',
        parse: parseShare,
        default: '1',
        brief: 'Stored bytes by restored bytes, 0 to 1',
        placeholder: 'share',
      },
      workers: {
        kind: 'parsed',
        parse: parsePositive,
        default: '1',
        brief: 'Machines that restore',
        placeholder: 'n',
      },
      cores: {
        kind: 'parsed',
        parse: parsePositive,
        default: String(availableParallelism()),
        brief: 'Cores of each',
        placeholder: 'n',
      },
      network: perSecond('Network of each worker, per second'),
      source: perSecond('What the place of the backups gives, per second'),
      targetRate: perSecond('What the target takes, per second'),
      media: perSecond('What all drives together read, per second: 360MB for an LTO-8'),
      price: {
        kind: 'parsed',
        parse: parseAmount,
        optional: true,
        brief: 'For one core and hour',
        placeholder: 'amount',
      },
      folder: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Where the sample lies for a while (default: the temporary folder)',
        placeholder: 'folder',
      },
      rules: rulesFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const load = workload(flags)
    const rates = await measured(this, flags)
    const { workers, cores, network, source, targetRate, media, price } = flags
    const means: Means = {
      workers,
      coresPerWorker: cores,
      ...(network !== undefined && { networkBytesPerSecond: network }),
      ...(source !== undefined && { sourceBytesPerSecond: source }),
      ...(targetRate !== undefined && { targetBytesPerSecond: targetRate }),
      ...(media !== undefined && { mediaBytesPerSecond: media }),
      ...(price !== undefined && { pricePerCoreHour: price }),
    }
    const result = estimate(load, means, rates)
    if (flags.json) printJson(this, { ...result, cost: result.cost ?? null, load, means, rates })
    else printLines(this, describe(result, load, means, rates))
  },
})

function workload({ plan, bytes, files, unique = 1, storedRatio }: EstimateFlags): Workload {
  if (plan !== undefined && bytes === undefined && files === undefined) {
    return workloadOf(readPlanFile(plan), storedRatio)
  }
  if (plan === undefined && bytes !== undefined && files !== undefined) {
    return { bytes, files, uniqueShare: unique, storedRatio }
  }
  throw unfit(
    'Either a plan, or bytes and files say what is to be restored.',
    'Give --plan FILE, or --bytes 140TB --files 280000000.',
  )
}

async function measured(context: AnlaufContext, flags: EstimateFlags): Promise<Rates> {
  using progress = progressLine(context, { quiet: flags.json })
  const scanner = await context.startScanner({ rules: ruleFolders(context, flags.rules), processes: 1 })
  try {
    return await calibrate({
      scanner,
      ...(flags.folder !== undefined && { folder: flags.folder }),
      signal: context.signal,
      onProgress: (figures) => progress.update(figures),
    })
  } finally {
    await scanner.close()
  }
}

const boundWords: Readonly<Record<Bound, string>> = {
  cpu: 'CPU',
  network: 'network',
  source: 'source',
  target: 'target',
  media: 'media',
}

function describe(result: Estimate, load: Workload, means: Means, { restore, scans }: Rates): string[] {
  const duration = (hours: number): string => formatSeconds(hours * 3600)
  const rate = (seconds: number): string => `${seconds.toFixed(1)} CPU s/GB`
  const perFile = (seconds: number): string => `${Math.round(seconds * 1e6)} µs a file`
  const share = Math.round(load.uniqueShare * 100)
  return [
    `${duration(result.hours)}, bound by ${boundWords[result.bound]}, for ${formatBytes(load.bytes)} in ${formatCount(load.files)} files (${share} % unique)`,
    ...tableLines([
      ['  Workers', `${means.workers} with ${means.coresPerWorker} cores each`],
      [
        '  Restore',
        `${result.restoreCpuHours.toFixed(1)} CPU h (${rate(restore.secondsPerGb)}, ${perFile(restore.secondsPerFile)})`,
      ],
      ...scans.map((scan) => [
        '  Scan',
        `${result.scanCpuHours.toFixed(1)} CPU h (${rate(scan.secondsPerGb)}, ${perFile(scan.secondsPerFile)})`,
      ]),
      ...(Object.keys(boundWords) as Bound[]).flatMap((bound) =>
        result.each[bound] === 0 ? [] : [[`  ${boundWords[bound]} alone`, duration(result.each[bound])]],
      ),
      ...(result.cost === undefined ? [] : [['  Cost', `${result.cost.toFixed(2)} for the cores`]]),
    ]),
    'Measured on generated data on this machine; people, approvals and tape changes come on top.',
  ]
}

function parseRate(text: string): number {
  const value = parseSize(text)
  if (value > 0) return value
  throw unfit(`"${text}" is nothing.`, 'Give a size above zero, such as 1.25GB.')
}

function parseShare(text: string): number {
  const value = Number(text)
  if (/^\d+(?:\.\d+)?$/.test(text) && value <= 1) return value
  throw unfit(`"${text}" is no share.`, 'Give a number from 0 to 1, such as 0.25.')
}

function parsePositive(text: string): number {
  const value = parseCount(text)
  if (value >= 1 && value <= 1_000_000) return value
  throw unfit(`"${text}" is no number of machines or cores.`, 'Give at least 1.')
}

function parseAmount(text: string): number {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Number(text)
  throw unfit(`"${text}" is no amount.`, 'Give it like 0.05.')
}

function unfit(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint })
}
