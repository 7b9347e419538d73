import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { fitRate } from './fit-rate.ts'
import { estimate, type Means, type Rate, type Workload } from './model.ts'

/** The example of 140 TB: mean file of 0.5 MB, 8 workers of 16 cores, 10 Gbit/s each. */
const load: Workload = { bytes: 140e12, files: 280e6, uniqueShare: 1, storedRatio: 0.3 }
const means: Means = { workers: 8, coresPerWorker: 16, networkBytesPerSecond: 1.25e9 }
const restore: Rate = { secondsPerGb: 2.8, secondsPerFile: 36e-6 }
const light: Rate = { secondsPerGb: 7.1, secondsPerFile: 108e-6 }
const both: Rate = { secondsPerGb: 23, secondsPerFile: 828e-6 }
/** 18.8 MB/s on a host of 6 cores. */
const clamd: Rate = { secondsPerGb: 6 / 0.0188, secondsPerFile: 0 }

const isNear = (value: number, wanted: number, tolerance = 0.03): void =>
  assert.ok(Math.abs(value - wanted) <= wanted * tolerance, `${value} is not near ${wanted}`)

test('140 TB: the hours, CPU hours and bounds of the table', () => {
  const rows: [Partial<Workload>, Rate[], { scan: number; cpu: number; bound: string; hours: number }][] = [
    [{}, [light], { scan: 285, cpu: 3.4, bound: 'network', hours: 3.9 }],
    [{}, [both], { scan: 955, cpu: 9.2, bound: 'cpu', hours: 9.2 }],
    [{ uniqueShare: 0.25 }, [both], { scan: 240, cpu: 3.0, bound: 'network', hours: 3.9 }],
    [{ uniqueShare: 0.25 }, [both, clamd], { scan: 3340, cpu: 30, bound: 'cpu', hours: 30 }],
  ]
  for (const [change, scans, wanted] of rows) {
    const found = estimate({ ...load, ...change }, means, { restore, scans })
    isNear(found.restoreCpuHours, 110)
    isNear(found.scanCpuHours, wanted.scan)
    isNear(found.each.cpu, wanted.cpu)
    assert.equal(found.bound, wanted.bound)
    isNear(found.hours, wanted.hours)
  }
})

test('140 TB on tape: drives bound it', () => {
  const drive = 360e6
  for (const [drives, storedRatio, hours] of [
    [1, 0.3, 32],
    [4, 0.3, 8],
    [1, 1, 108],
  ] as const) {
    const found = estimate(
      { ...load, storedRatio },
      { ...means, mediaBytesPerSecond: drives * drive },
      { restore, scans: [] },
    )
    assert.equal(found.bound, 'media')
    isNear(found.hours, hours)
  }
})

test('cost is paid for all cores as long as it takes', () => {
  const found = estimate(load, { ...means, pricePerCoreHour: 0.05 }, { restore, scans: [both] })
  isNear(found.cost ?? 0, 59)
  assert.equal(estimate(load, means, { restore, scans: [both] }).cost, undefined)
})

test('more of anything that works never takes longer, more work never less', () => {
  const amount = fc.double({ min: 1e6, max: 1e13, noNaN: true })
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 64 }), fc.option(amount), (bytes, workers, source) => {
      const given = { ...means, workers, ...(source !== null && { sourceBytesPerSecond: source }) }
      const hours = (more: Partial<Workload>, alsoMeans: Partial<Means> = {}): number =>
        estimate({ ...load, bytes, ...more }, { ...given, ...alsoMeans }, { restore, scans: [light] }).hours
      assert.ok(hours({}, { workers: workers + 1 }) <= hours({}))
      assert.ok(hours({ bytes: bytes * 2 }) >= hours({}))
      assert.ok(hours({ uniqueShare: 0.5 }) <= hours({}))
    }),
  )
})

test('two runs of different shape give back the rate that made them', () => {
  const part = fc.double({ min: 1e-6, max: 100, noNaN: true })
  fc.assert(
    fc.property(part, part, (secondsPerGb, secondsPerFile) => {
      const run = (bytes: number, files: number) => ({
        bytes,
        files,
        seconds: (bytes / 1e9) * secondsPerGb + files * secondsPerFile,
      })
      const found = fitRate(run(8e6, 2000), run(5e7, 6))
      isNear(
        found.secondsPerGb * 0.05 + found.secondsPerFile * 2000,
        secondsPerGb * 0.05 + secondsPerFile * 2000,
        1e-6,
      )
      assert.ok(found.secondsPerGb >= 0 && found.secondsPerFile >= 0)
    }),
  )
  const noisy = fitRate({ bytes: 8e6, files: 2000, seconds: 0.001 }, { bytes: 5e7, files: 6, seconds: 1 })
  assert.ok(noisy.secondsPerGb >= 0 && noisy.secondsPerFile >= 0)
})

test('a recorded calibration foretells two recorded recoveries of other sizes within a fifth', () => {
  const rates = {
    restore: { secondsPerGb: 6.181, secondsPerFile: 318.4e-6 },
    scans: [{ secondsPerGb: 5.993, secondsPerFile: 50.8e-6 }],
  }
  for (const { files, bytes, seconds } of [
    { files: 3000, bytes: 72e6, seconds: 1.102 + 0.672 },
    { files: 40, bytes: 160e6, seconds: 0.826 + 1.049 },
  ]) {
    const one = { workers: 1, coresPerWorker: 1 }
    const found = estimate({ files, bytes, uniqueShare: 1, storedRatio: 1 }, one, rates)
    isNear((found.restoreCpuHours + found.scanCpuHours) * 3600, seconds, 0.2)
  }
})
