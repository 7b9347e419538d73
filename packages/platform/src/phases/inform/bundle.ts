import type { KeyObject } from 'node:crypto'

import type { Estate } from '../../core/estate/index.ts'
import {
  keyFolder,
  type Manifest,
  publicHalf,
  readStatement,
  sealBundle,
  type SignedStatement,
} from '../../core/publication/index.ts'
import type { RenderDocument } from '../../core/printed-document.ts'
import type { Desk } from '../../core/updates/index.ts'
import type { SiteEdition } from './site-edition.ts'
import { verifyText } from './edition.ts'
import { hostingFiles } from './hosting-files.ts'
import { renderSite } from './site.ts'
import { signedUpdates } from './signed-updates.ts'

/** What makes a rendered site a numbered, signed edition. */
export interface Publication {
  readonly now: Date
  readonly sequence: number
  readonly validUntil: Date
  /** SHA-256 of the `bundle.json` before. */
  readonly previous: string | undefined
  readonly log: Manifest['log']
  readonly key: KeyObject
  /** Address of the site for people, with a slash at its end. */
  readonly url?: string | undefined
  /** Address of the server for strangers, with a slash at its end. */
  readonly outside?: string | undefined
  readonly isBusy?: boolean | undefined
  readonly print?: RenderDocument | undefined
  /** What is said of keys; carried along, so that a reader needs one fingerprint only. */
  readonly statements: readonly SignedStatement[]
}

/**
 * The site of a case as a sealed bundle: path → bytes of its pages, its machine files, its updates one by one with
 * signatures, the keys and the seals. The same arguments give the same bytes. Throws what `renderSite` throws.
 */
export function bundleSite(
  desk: Desk,
  estate: Estate,
  publication: Publication,
): ReturnType<typeof sealBundle> {
  const { now, sequence, validUntil, previous, log, key, statements } = publication
  const edition = editionOf(publication)
  const files = new Map([
    ...renderSite(desk, estate, now, edition),
    ...signedUpdates(desk, estate, key),
    ...keyFiles(key, statements),
    ...hostingFiles(publication.outside),
    ['verify.txt', Buffer.from(verifyText(edition))] as const,
  ])
  return sealBundle(
    files,
    {
      incident: desk.case.id,
      exercise: desk.case.exercise,
      sequence,
      generatedAt: now.toISOString(),
      validUntil: validUntil.toISOString(),
      previous,
      log,
    },
    key,
  )
}

function editionOf({
  sequence,
  validUntil,
  key,
  statements,
  url,
  outside,
  isBusy,
  print,
}: Publication): SiteEdition {
  const named = statements.flatMap(({ bytes }) => readStatement(bytes) ?? [])
  return {
    sequence,
    validUntil: validUntil.toISOString(),
    signedBy: publicHalf(key).fingerprint,
    root: named.find(({ kind }) => kind === 'root')?.fingerprint,
    url,
    outside,
    isBusy,
    print,
  }
}

function* keyFiles(
  key: KeyObject,
  statements: readonly SignedStatement[],
): Generator<readonly [string, Uint8Array]> {
  yield [`${keyFolder}/publication.pem`, Buffer.from(publicHalf(key).pem)]
  for (const [at, { bytes, signature }] of statements.entries()) {
    yield [`${keyFolder}/statement-${at + 1}.json`, bytes]
    yield [`${keyFolder}/statement-${at + 1}.json.sig`, signature]
  }
}
