import { goJsonString } from '../json/string.ts'
import type { Snapshot, SnapshotSummary } from './snapshot.ts'
import { summaryFields } from './summary-fields.ts'

/** The JSON of a snapshot in restic's field order, empty and zero fields omitted; the id is not part of it. */
export function encodeSnapshot(snapshot: Omit<Snapshot, 'id'>): Buffer {
  const fields = [
    `"time":${goJsonString(snapshot.time)}`,
    ...text('parent', snapshot.parent),
    `"tree":"${snapshot.tree}"`,
    `"paths":${stringList(snapshot.paths)}`,
    ...text('hostname', snapshot.hostname),
    ...text('username', snapshot.username),
    ...integer('uid', snapshot.uid),
    ...integer('gid', snapshot.gid),
    ...strings('excludes', snapshot.excludes),
    ...strings('tags', snapshot.tags),
    ...text('original', snapshot.original),
    ...text('program_version', snapshot.programVersion),
    ...(snapshot.summary === undefined ? [] : [`"summary":${encodeSummary(snapshot.summary)}`]),
    ...(snapshot.unknown ?? []).map(({ name, json }) => `${goJsonString(name)}:${json}`),
  ]
  return Buffer.from(`{${fields.join(',')}}`, 'utf8')
}

function encodeSummary(summary: SnapshotSummary): string {
  const fields = summaryFields.map(([field, name]) => {
    const value = summary[field]
    return `"${name}":${typeof value === 'string' ? goJsonString(value) : value}`
  })
  return `{${fields.join(',')}}`
}

function text(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`"${name}":${goJsonString(value)}`]
}

function integer(name: string, value: number | undefined): string[] {
  return value === undefined || value === 0 ? [] : [`"${name}":${value}`]
}

function strings(name: string, values: readonly string[] | undefined): string[] {
  return values === undefined || values.length === 0 ? [] : [`"${name}":${stringList(values)}`]
}

function stringList(values: readonly string[]): string {
  return `[${values.map(goJsonString).join(',')}]`
}
