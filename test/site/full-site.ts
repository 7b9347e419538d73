import { generateKeyPairSync } from 'node:crypto'

import { renderDocument } from '../../packages/platform/src/adapters/documents/index.ts'
import { signStatement } from '../../packages/platform/src/core/publication/index.ts'
import {
  exampleEstate,
  moments,
  type PlayedCase,
} from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { bundleSite } from '../../packages/platform/src/phases/inform/index.ts'

const key = generateKeyPairSync('ed25519').privateKey
const root = generateKeyPairSync('ed25519').privateKey

/** Signed sites with everything that a site can have, of several moments of one incident: name → files. */
export function* fullSites(): Generator<readonly [string, ReadonlyMap<string, Uint8Array>]> {
  yield ['declared', fullSite(moments.declared(), 1)]
  yield ['overdue', fullSite(moments.verifying(), 9)]
  yield [
    'partly',
    fullSite(
      moments.partlyReleased().wait(1).correct(4, { de: 'Berichtigt: fünf.', en: 'Corrected: five.' }),
      1,
    ),
  ]
  yield ['closed', fullSite(moments.closed(), 1)]
}

function fullSite(played: PlayedCase, hoursLater: number): ReadonlyMap<string, Uint8Array> {
  const now = new Date(played.now + hoursLater * 3_600_000)
  return bundleSite(played.desk, exampleEstate, {
    now,
    sequence: 12,
    validUntil: new Date(now.getTime() + 36 * 3_600_000),
    previous: 'a'.repeat(64),
    log: undefined,
    key,
    url: 'https://status.example.org/',
    outside: 'https://fragen.example.net/',
    print: renderDocument,
    statements: [signStatement({ kind: 'root', about: root, from: now, reason: 'made together' }, key)],
  }).files
}
