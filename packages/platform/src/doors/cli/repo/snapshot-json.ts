import { encodeSnapshot, type Snapshot } from '@anlauf/repository'

/** A snapshot as restic prints it in JSON: the fields of its file, then its id. */
export function snapshotJson(snapshot: Snapshot): Record<string, unknown> {
  const fields = JSON.parse(encodeSnapshot(snapshot).toString('utf8')) as Record<string, unknown>
  return { ...fields, id: snapshot.id, short_id: snapshot.id.slice(0, 8) }
}
