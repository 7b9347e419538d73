/**
 * Runs the conformance suite against a real place: `npm run test:storage -- LOCATION`, or with the location in
 * RESTIC_REPOSITORY when it holds a password. Works in folders of its own below the location and removes the
 * files it wrote; with `--append-only` they stay. `--atomic` also demands that of many writers exactly one wins.
 */
import { randomBytes } from 'node:crypto'

import {
  openStorage,
  parseExtendedOptions,
  parseLocation,
  printLocation,
  type RepositoryLocation,
} from '@anlauf/repository'

import { storageConformance } from '../../packages/repository/src/storage/conformance.fixture.ts'

const parameters = process.argv.slice(2)
const flag = (name: string): boolean => parameters.includes(name)
const options = parameters.flatMap((word, at) => (parameters[at - 1] === '-o' ? [word] : []))
const [text = process.env['RESTIC_REPOSITORY'] ?? ''] = parameters.filter(
  (word, at) => !word.startsWith('-') && parameters[at - 1] !== '-o',
)

const location = parseLocation(text)
const extended = parseExtendedOptions(options)
storageConformance(
  printLocation(location),
  async (t) => {
    const place = below(location, `anlauf-conformance-${randomBytes(6).toString('hex')}`)
    const open = (signal?: AbortSignal) => openStorage(place, { env: process.env, extended, signal })
    const storage = open()
    t.after(() => storage[Symbol.asyncDispose]())
    return { storage, withSignal: place.scheme === 'local' ? undefined : open }
  },
  { atomicWriteOnce: flag('--atomic'), canRemove: !flag('--append-only') },
)

function below(place: RepositoryLocation, name: string): RepositoryLocation {
  switch (place.scheme) {
    case 'local':
      return { ...place, folder: `${place.folder}/${name}` }
    case 'rest':
      return { ...place, url: `${place.url}${name}/` }
    case 's3':
      return { ...place, prefix: place.prefix === '' ? name : `${place.prefix}/${name}` }
    case 'sftp':
      return { ...place, path: `${place.path}/${name}` }
  }
}
