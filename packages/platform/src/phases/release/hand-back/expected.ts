import { dirname } from 'node:path/posix'

import { printName } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { ManifestLine } from '../../recover/index.ts'

/** What a manifest allows to be there, for whoever walks a folder or a snapshot and meets something. */
export interface Expected {
  readonly hosts: readonly string[]
  /** The line of a file or link; undefined for what nobody approved. */
  lineAt(host: string, path: string): ManifestLine | undefined
  /** True for a directory that leads to a file or link. */
  leadsOn(host: string, path: string): boolean
}

/** Every entry of a manifest by its place. */
export function expectedOf(lines: readonly ManifestLine[]): Expected {
  const files = new Map<string, ManifestLine>()
  const folders = new Set<string>()
  for (const line of lines) {
    files.set(keyOf(line.host, line.path), line)
    for (let folder = dirname(line.path); !folders.has(keyOf(line.host, folder)); folder = dirname(folder)) {
      folders.add(keyOf(line.host, folder))
    }
  }
  return {
    hosts: [...new Set(lines.map(({ host }) => host))],
    lineAt: (host, path) => files.get(keyOf(host, path)),
    leadsOn: (host, path) => folders.has(keyOf(host, path)),
  }
}

/** The refusal for something that is not what was released; nothing goes out after it. */
export function differs(place: { readonly host: string; readonly path: string }, why: string): AnlaufError {
  return new AnlaufError('gate-closed', `${printName(`${place.host}:${place.path}`)} ${why}.`, {
    hint: 'Find out who changed it. Then release the unit again into an empty folder and hand that back. Nothing was handed back.',
    context: { host: place.host, path: place.path },
  })
}

function keyOf(host: string, path: string): string {
  return `${host}\0${path}`
}
