import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'

import { encodeName, printName } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { type HeldFolder, holdFolder } from './held-folder.ts'

/** What says where an item lies. */
export interface Place {
  readonly host: string
  readonly path: string
}

/** Folder of a unit below the clean room. Different units have different folders. */
export function unitFolder(cleanRoom: string, unit: string): string {
  return join(cleanRoom, safeSegment(unit))
}

/**
 * The bytes of an item's place, `<unit>/files/<host>/<path>`; for reading and writing use `holdPlace`.
 * Throws `plan-invalid` for a path that leaves the folder: plans are input.
 */
export function placeOf(folder: string, item: Place): Buffer {
  const names = segmentsOf(item).flatMap((name) => [slash, name])
  return Buffer.concat([Buffer.from(join(folder, 'files')), ...names])
}

/** Opens the directory in which an item lies, through no link, and names the item's entry in it. */
export function holdPlace(
  folder: string,
  item: Place,
  mode: 'make' | 'find',
): { readonly held: HeldFolder; readonly entry: Buffer } {
  const { names, name } = stepsTo(item)
  const held = holdFolder(dirname(folder), [Buffer.from(basename(folder)), ...names], mode)
  return { held, entry: held.entry(name) }
}

/** The directories from a unit's folder to an item, and its name in the last one. Throws like `placeOf`. */
export function stepsTo(item: Place): { readonly names: readonly Buffer[]; readonly name: Buffer } {
  const segments = segmentsOf(item)
  return { names: [Buffer.from('files'), ...segments.slice(0, -1)], name: segments.at(-1) ?? slash }
}

/** What an item's path says of its directory: equal for items of one. */
export function directoryOf({ path }: Place): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** An item's name in its directory. Throws like `placeOf` for one that is none. */
export function nameIn({ path }: Place): Buffer {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!isName(name)) throw unsafePlace(path)
  return bytesOf(name, path)
}

const slash = Buffer.from('/')

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('\0')
}

function segmentsOf({ host, path }: Place): Buffer[] {
  const names = path.split('/').slice(1)
  const isSafe = path.startsWith('/') && names.every(isName)
  if (!isSafe || host.includes('\0')) throw unsafePlace(path)
  return [Buffer.from(safeSegment(host)), ...names.map((name) => bytesOf(name))]
}

/**
 * A folder name for any id, different for different ids: itself when it is plain, otherwise its bytes as hex, or
 * their SHA-256 when that would be too long. A plain id that looks like one of those is written as hex too.
 */
function safeSegment(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/.test(id) && !id.startsWith('x-')) return id
  const bytes = bytesOf(id)
  return bytes.length <= 100
    ? `x-${bytes.toString('hex')}`
    : `x-sha256-${createHash('sha256').update(bytes).digest('hex')}`
}

function bytesOf(name: string, path = name): Buffer {
  try {
    return encodeName(name)
  } catch {
    throw unsafePlace(path)
  }
}

function unsafePlace(path: string): AnlaufError {
  return new AnlaufError(
    'plan-invalid',
    `The plan names "${printName(path)}", which is no path of a backup.`,
    {
      hint: 'Make the plan again with "anlauf recover plan"; a plan is not edited by hand.',
    },
  )
}
