import type { SetRecord, WrittenSet } from '../../../phases/protect/index.ts'
import { counted, formatBytes, tableLines } from '../terminal/output.ts'

/** What a run of "media write" came to, for people. */
export function writtenLines(
  { record, written, leftOut, left }: WrittenSet,
  { dryRun = false }: { dryRun?: boolean },
): string[] {
  const { set, volumes } = record
  if (dryRun) {
    return [
      `Set ${set} of ${record.location}: ${counted(volumes.length, 'volume')}. Nothing was written.`,
      ...volumeTable(record),
    ]
  }
  return [
    ...written.map((number) => {
      const volume = volumes.find((one) => one.volume === number)
      return `volume ${number} of ${volumes.length} of ${set} sealed: ${volume?.catalogue ?? ''}`
    }),
    ...leftOut.slice(0, 20).map(({ path, reason }) => `NOT on the medium: ${path}: ${reason}`),
    ...(leftOut.length > 20 ? [`and ${counted(leftOut.length - 20, 'more file')} not on the medium`] : []),
    left === 0
      ? `Set ${set} is complete. Test it with "anlauf media verify", then say where it goes: anlauf media place ${set} 1 --at PLACE --by NAME.`
      : `${counted(left, 'volume')} left. Load the next medium and run the same command with --set ${set}.`,
  ]
}

export function volumeTable({ volumes }: SetRecord): string[] {
  return tableLines(
    [
      ['volume', 'files', 'at most', 'sealed', 'last test read', 'where'],
      ...volumes.map(({ volume, files, bytes, sealedAt, leftOut, tests, custody }) => {
        const test = tests.at(-1)
        const place = custody.at(-1)
        return [
          String(volume),
          String(files),
          formatBytes(bytes),
          sealedAt === undefined
            ? 'not yet'
            : `${sealedAt.slice(0, 10)}${leftOut === 0 || leftOut === undefined ? '' : `, ${leftOut} left out`}`,
          test === undefined ? 'never' : `${test.at.slice(0, 10)} ${test.ok ? 'good' : 'FAILED'}`,
          place === undefined ? '' : `${place.place} (${place.by}, ${place.at.slice(0, 10)})`,
        ]
      }),
    ],
    { right: [0, 1, 2] },
  )
}

export function setJson(record: SetRecord) {
  return {
    set: record.set,
    repository: record.repository,
    location: record.location,
    created_at: record.createdAt,
    keys: record.keys,
    volumes: record.volumes.map(({ volume, files, bytes, sealedAt, catalogue, leftOut, tests, custody }) => ({
      volume,
      files,
      bytes,
      ...(sealedAt !== undefined && { sealed_at: sealedAt, seal: catalogue, left_out: leftOut }),
      tests,
      custody,
    })),
  }
}

export function writtenJson({ record, written, leftOut, left }: WrittenSet) {
  return { ...setJson(record), written, left, not_on_medium: leftOut }
}
