import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import {
  type Label,
  mediaRecords,
  type MediaFinding,
  type MediaRecords,
  type VolumeReport,
} from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, formatBytes } from '../terminal/output.ts'

/** A volume to read: a file, a device, or standard input. */
export interface MediaSource {
  readonly name: string
  readonly source: string | AsyncIterable<Uint8Array>
}

/** What is known about media on this machine. */
export function recordsOf(context: AnlaufContext): MediaRecords {
  return mediaRecords(join(context.home, 'media'))
}

/** The seal that was written down for a volume; nothing for sets that this machine does not know. */
export function knownSeal(records: MediaRecords): (label: Label) => string | undefined {
  return ({ set, volume }) =>
    records.has(set) ? records.get(set).volumes.find((one) => one.volume === volume)?.catalogue : undefined
}

/** Volumes as they were named; a folder stands for the volumes in it, in the order of their names. */
export function mediaSources(context: AnlaufContext, names: readonly string[]): readonly MediaSource[] {
  const sources = names.flatMap((name): MediaSource[] => {
    if (name === '-') {
      if (context.process.stdin === undefined) throw notThere('standard input')
      return [{ name: 'standard input', source: context.process.stdin }]
    }
    if (!existsSync(name)) throw notThere(name)
    if (!statSync(name).isDirectory()) return [{ name, source: name }]
    const volumes = readdirSync(name).filter((file) => /^[a-z0-9][a-z0-9-]*-\d{4,6}\.tar$/.test(file))
    return volumes.sort().map((file) => ({ name: join(name, file), source: join(name, file) }))
  })
  if (sources.length > 0) return sources
  throw new AnlaufError('input-invalid', 'No volume named.', {
    hint: 'Name volumes (files, a tape drive, "-"), or a folder with volumes in it.',
  })
}

function notThere(name: string): AnlaufError {
  return new AnlaufError('not-found', `${name} is not there.`, {
    hint: 'Is the medium loaded and mounted? Name a volume, a drive such as /dev/nst0, a folder or "-".',
  })
}

/** "night-0001, volume 1 of 3", or what can be said without a label. */
export function nameOfVolume({ label }: VolumeReport, fallback: string): string {
  return label === undefined ? fallback : `${label.set}, volume ${label.volume} of ${label.volumes}`
}

export function findingLines(findings: readonly MediaFinding[], errors: number): string[] {
  const shown = findings.slice(0, 20).map(({ code, message }) => `  ${code}: ${message}`)
  return errors > shown.length ? [...shown, `  and ${counted(errors - shown.length, 'more finding')}`] : shown
}

/** What a report says, for programs. */
export function reportJson(name: string, report: VolumeReport) {
  const { label, seal, files, bytes, bytesRead, findings, errors, missing, isWhole } = report
  return {
    source: name,
    ...(label && { set: label.set, volume: label.volume, volumes: label.volumes }),
    ...(seal && { seal: seal.catalogue, sealed_at: seal.sealedAt }),
    files,
    bytes,
    bytes_read: bytesRead,
    whole: isWhole,
    errors,
    findings,
    missing: missing.map(({ path, size }) => ({ path, size })),
  }
}

export function readLine(report: VolumeReport): string {
  return `${counted(report.files, 'file')}, ${formatBytes(report.bytes)} verified`
}
