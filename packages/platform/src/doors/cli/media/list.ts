import { buildCommand } from '@stricli/core'

import { packsFor, readCatalogue, readVolume, type SetRecord } from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { mediaSources, recordsOf } from './sources.ts'
import { setJson, volumeTable } from './written.ts'
import { counted, formatBytes, formatTime, printJson, printLines } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { chooseSnapshot } from '../repo/snapshot-choice.ts'

interface Flags extends RepositoryFlags {
  readonly set?: string
  readonly for?: string
  readonly json: boolean
}

export const mediaList = buildCommand<Flags, string[], AnlaufContext>({
  docs: {
    brief: 'Which sets there are, where their volumes lie; or the label of a volume',
    fullDescription:
      'Without arguments the sets that this machine knows. With volumes: what their labels say (reads their beginning only). With --set and --for: which volumes a snapshot needs; --repo names the repository, or the folder into which volume 1 was read with "media read --metadata-only".',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      set: { kind: 'parsed', parse: String, optional: true, brief: 'This set only' },
      for: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Snapshot: which volumes of the set does it need',
        placeholder: 'snapshot',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile' },
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        brief: 'Volume, drive, folder with volumes, or "-"',
        placeholder: 'volume',
      },
    },
  },
  async func(flags, ...names) {
    if (names.length > 0) return listLabels(this, flags, names)
    const records = recordsOf(this)
    if (flags.set !== undefined && flags.for !== undefined) {
      return listNeeded(this, flags, { record: records.get(flags.set), snapshot: flags.for })
    }
    const { sets, unreadable } =
      flags.set === undefined ? records.list() : { sets: [records.get(flags.set)], unreadable: [] }
    if (unreadable.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { sets: sets.map(setJson), unreadable })
    printLines(this, [
      ...(sets.length === 0 ? ['No media set is known here. "anlauf media write" makes one.'] : []),
      ...sets.flatMap((record) => [
        `${record.set}  ${record.location}  begun ${formatTime(record.createdAt)}`,
        ...volumeTable(record).map((line) => `  ${line}`),
      ]),
      ...unreadable.map(
        (name) => `The record of ${name} cannot be read: restore ${name}/set.json from a backup.`,
      ),
    ])
  },
})

async function listLabels(context: AnlaufContext, { json }: Flags, names: readonly string[]): Promise<void> {
  const labels = []
  for (const { name, source } of mediaSources(context, names)) {
    const { label } = await readVolume(source, { signal: context.signal, stopBefore: () => true })
    labels.push({ source: name, label })
    if (label === undefined) context.process.exitCode = 1
  }
  if (json) return printJson(context, labels)
  printLines(
    context,
    labels.map(({ source, label }) =>
      label === undefined
        ? `${source}: no label of ours`
        : `${source}: ${label.set}, volume ${label.volume} of ${label.volumes}, written ${formatTime(label.writtenAt)}, repository ${label.repository === '' ? 'not opened' : label.repository.slice(0, 8)}, keys ${label.keys}`,
    ),
  )
}

/** Which volumes to fetch from the drawer, and how much of each is needed. */
async function listNeeded(
  context: AnlaufContext,
  flags: Flags,
  { record, snapshot }: { record: SetRecord; snapshot: string },
): Promise<void> {
  const records = recordsOf(context)
  const repository = await openNamedRepository(context, flags)
  const chosen = await chooseSnapshot(context, repository, snapshot)
  const packs = new Set<string>(await packsFor(repository, [chosen], { signal: context.signal }))
  const needed: { volume: number; packs: number; bytes: number; place: string }[] = []
  for (const { volume, custody } of record.volumes) {
    const lines = records.catalogue(record.set, volume)
    const entries = lines === undefined ? [] : readCatalogue(lines).entries
    const here = entries.filter(
      ({ kind, id, leftOut }) => kind === 'data' && leftOut === undefined && packs.delete(id),
    )
    if (here.length === 0) continue
    const bytes = here.reduce((sum, { size }) => sum + size, 0)
    needed.push({ volume, packs: here.length, bytes, place: custody.at(-1)?.place ?? '' })
  }
  if (packs.size > 0) context.process.exitCode = 1
  if (flags.json) {
    return printJson(context, { set: record.set, snapshot: chosen.id, needed, not_in_set: [...packs] })
  }
  printLines(context, [
    `Snapshot ${chosen.id.slice(0, 8)} needs ${counted(needed.length, 'volume')} of ${record.set}:`,
    ...needed.map(
      ({ volume, packs: count, bytes, place }) =>
        `  volume ${volume}: ${counted(count, 'pack')}, ${formatBytes(bytes)}${place === '' ? '' : `, lies at ${place}`}`,
    ),
    ...(packs.size > 0 ? [`${counted(packs.size, 'pack')} of it are on no sealed volume of this set.`] : []),
  ])
}
