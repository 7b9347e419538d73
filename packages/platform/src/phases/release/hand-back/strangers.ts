import { readdirSync } from 'node:fs'

import { decodeName } from '@anlauf/repository'

import { type ManifestLine, placeOf } from '../../recover/index.ts'
import { differs, type Expected, expectedOf } from './expected.ts'

const slash = Buffer.from('/')

/**
 * Throws `gate-closed` for the first entry below a unit's folder that the manifest does not name: a file, a link,
 * anything else, a directory that leads to no file. Follows no link. What is missing is not its business.
 */
export function refuseStrangers(folder: string, lines: readonly ManifestLine[]): void {
  const expected = expectedOf(lines)
  const known = new Map(expected.hosts.map((host) => [hostFolder(folder, host).toString('latin1'), host]))
  const files = Buffer.from(`${folder}/files`)
  for (const entry of readdirSync(files, { withFileTypes: true, encoding: 'buffer' })) {
    const place = Buffer.concat([files, slash, entry.name])
    const host = known.get(place.toString('latin1'))
    if (host === undefined || !entry.isDirectory()) {
      throw differs({ host: decodeName(entry.name), path: '/' }, 'lies there and was not released')
    }
    walk(place, host, '', expected)
  }
}

/** The folder of one machine's files. */
export function hostFolder(folder: string, host: string): Buffer {
  const entry = placeOf(folder, { host, path: '/-' })
  return entry.subarray(0, entry.lastIndexOf('/'))
}

function walk(folder: Buffer, host: string, above: string, expected: Expected): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = `${above}/${decodeName(entry.name)}`
    const isOurs = entry.isDirectory()
      ? expected.leadsOn(host, path)
      : expected.lineAt(host, path)?.type === (entry.isSymbolicLink() ? 'symlink' : 'file')
    if (!isOurs) throw differs({ host, path }, 'lies there and was not released')
    if (entry.isDirectory()) walk(Buffer.concat([folder, slash, entry.name]), host, path, expected)
  }
}
