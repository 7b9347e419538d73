/** A backup with records, to be killed: says when it begins and writes its records in many small segments. */
import { backup, localStorage, openRepository } from '@anlauf/repository'

import { password } from '../../../../../repository/src/small-repository.fixture.ts'
import { notesOfBackup, openFeatures } from './index.ts'

const [place = '', source = '', features = ''] = process.argv.slice(2)
const repository = await openRepository(localStorage(place), { password })
const store = openFeatures(features, repository)
using notes = notesOfBackup(store, (error) => process.stderr.write(`${String(error)}\n`))
process.stdout.write('begins\n')
let blobs = 0
await backup(repository, {
  paths: [source],
  force: true,
  observer: {
    ...notes.observer,
    onBlob(id, observed) {
      notes.observer.onBlob(id, observed)
      if ((blobs += 1) % 20 === 0) store.flush()
    },
  },
})
