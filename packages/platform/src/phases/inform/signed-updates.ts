import { type KeyObject, sign } from 'node:crypto'

import type { Estate } from '../../core/estate/index.ts'
import type { Desk } from '../../core/updates/index.ts'
import { json } from './machine-files.ts'
import { publicView } from './public-view.ts'

/** Format of `updates/<n>.json`; its number rises when a field changes its meaning. */
const format = 'anlauf-update-1'

/**
 * Each update by itself, `updates/<n>.json` with a bare Ed25519 signature beside it: whoever quotes or forwards one can
 * show that it is genuine without the rest of the site. A correction changes no older file but its `correctedBy`.
 */
export function* signedUpdates(
  desk: Desk,
  estate: Estate,
  key: KeyObject,
): Generator<readonly [string, Uint8Array]> {
  const { updates, exercise, provider } = publicView(desk, estate)
  for (const { number, at, asOf, nextBy, text, correctedBy, corrects, contentHash } of updates) {
    const bytes = Buffer.from(
      json({
        format,
        exercise,
        provider,
        incident: desk.case.id,
        number,
        publishedAt: at,
        knowledgeAsOf: asOf,
        nextUpdateBy: nextBy ?? null,
        text: text ?? null,
        corrects: corrects === undefined ? null : { ...corrects, was: corrects.was ?? null },
        correctedBy: correctedBy ?? null,
        approvedContent: contentHash,
      }),
    )
    yield [`updates/${number}.json`, bytes]
    yield [`updates/${number}.json.sig`, sign(undefined, bytes, key)]
  }
}
