import { isUtf8 } from 'node:buffer'

import { damaged } from '../error.ts'
import { type BlobId, isId, type SnapshotId } from '../id.ts'
import { JsonReader } from '../json/reader.ts'
import { keepUnknownField } from '../json/unknown-fields.ts'
import { timeToNanoseconds } from '../time.ts'
import type { RawField } from '../tree/node.ts'
import type { Snapshot, SnapshotSummary } from './snapshot.ts'
import { summaryFields } from './summary-fields.ts'

type Draft = { -readonly [Field in keyof Snapshot]?: Snapshot[Field] } & { unknown?: RawField[] }

/** A snapshot from its JSON; `id` is the name of the file it came from. Throws `damaged`. */
export function decodeSnapshot(id: SnapshotId, json: Buffer): Snapshot {
  if (!isUtf8(json)) throw damaged(`snapshots/${id} is not UTF-8.`)
  const reader = new JsonReader(json.toString('utf8'))
  const draft: Draft = { id }
  reader.object((field) => {
    if (!reader.null()) decodeField(reader, draft, field)
    else if (!knownFields.has(field)) keepUnknown(draft, field, 'null')
  })
  reader.end()
  const { time, tree, paths = [] } = draft
  if (time === undefined || tree === undefined) throw damaged(`snapshots/${id} has no time or no tree.`)
  timeToNanoseconds(time)
  return { ...draft, id, time, tree, paths }
}

function decodeField(reader: JsonReader, draft: Draft, field: string): void {
  switch (field) {
    case 'time':
    case 'hostname':
    case 'username':
      draft[field] = reader.string()
      return
    case 'program_version':
      draft.programVersion = reader.string()
      return
    case 'tree':
      draft.tree = idFrom(reader) as BlobId
      return
    case 'parent':
    case 'original':
      draft[field] = idFrom(reader) as SnapshotId
      return
    case 'uid':
    case 'gid':
      draft[field] = reader.uint32()
      return
    case 'paths':
    case 'excludes':
    case 'tags':
      draft[field] = stringsFrom(reader)
      return
    case 'summary':
      draft.summary = summaryFrom(reader)
      return
    default:
      keepUnknown(draft, field, reader.raw())
  }
}

function keepUnknown(draft: Draft, name: string, json: string): void {
  draft.unknown = keepUnknownField(draft.unknown ?? [], { name, json })
}

/** Fields whose `null` means "absent", as Go reads it. */
const knownFields: ReadonlySet<string> = new Set(
  'time parent tree paths hostname username uid gid excludes tags original program_version summary'.split(
    ' ',
  ),
)

function summaryFrom(reader: JsonReader): SnapshotSummary {
  const summary: Record<string, string | number> = {}
  for (const [field] of summaryFields)
    summary[field] = field === 'backupStart' || field === 'backupEnd' ? '' : 0
  reader.object((name) => {
    const field = summaryFields.find(([, json]) => json === name)?.[0]
    if (field === undefined) reader.raw()
    else summary[field] = typeof summary[field] === 'string' ? reader.string() : reader.integer()
  })
  return summary as unknown as SnapshotSummary
}

function stringsFrom(reader: JsonReader): string[] {
  const values: string[] = []
  reader.array(() => values.push(reader.string()))
  return values
}

function idFrom(reader: JsonReader): string {
  const text = reader.string()
  if (!isId(text)) throw damaged(`A snapshot names "${text.slice(0, 80)}" where an id belongs.`)
  return text
}
