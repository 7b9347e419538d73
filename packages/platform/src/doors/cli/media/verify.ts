import { buildCommand } from '@stricli/core'

import { readVolume, type VolumeReport, withVolume } from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import {
  findingLines,
  knownSeal,
  mediaSources,
  nameOfVolume,
  readLine,
  recordsOf,
  reportJson,
} from './sources.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'

export const mediaVerify = buildCommand<{ json: boolean }, string[], AnlaufContext>({
  docs: {
    brief: 'Test read: is everything on these volumes as it was sealed? Exit code 1 when not',
    fullDescription:
      'Reads each volume once, holds every file against its name and the catalogue against the seal, and writes the test down for the sets that this machine knows. Needs no password.',
  },
  parameters: {
    flags: { json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' } },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        parse: String,
        brief: 'Volume, drive, folder with volumes, or "-"',
        placeholder: 'volume',
      },
    },
  },
  async func({ json }, ...names) {
    const records = recordsOf(this)
    const results: { name: string; report: VolumeReport }[] = []
    using progress = progressLine(this, { quiet: json })
    for (const { name, source } of mediaSources(this, names)) {
      const report = await readVolume(source, {
        signal: this.signal,
        expectedCatalogue: knownSeal(records),
        onProgress: ({ bytesDone, files }) => progress.update({ phase: 'verify', done: files, bytesDone }),
      })
      progress.end()
      results.push({ name, report })
      if (!report.isWhole) this.process.exitCode = 1
      const { label } = report
      if (label !== undefined && records.has(label.set)) {
        const at = this.now().toISOString()
        records.update(
          withVolume(records.get(label.set), label.volume, (before) => ({
            ...before,
            tests: [...before.tests, { at, ok: report.isWhole }],
          })),
        )
      }
      if (json) continue
      const { findings, errors, isWhole } = report
      printLines(this, [
        `${nameOfVolume(report, name)}: ${isWhole ? 'good' : 'NOT GOOD'}, ${readLine(report)}`,
        ...findingLines(findings, errors),
      ])
    }
    if (json)
      printJson(
        this,
        results.map(({ name, report }) => reportJson(name, report)),
      )
  },
})
