import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { manifestDigest } from '../../../phases/recover/index.ts'
import { keepManifest } from '../../../phases/release/index.ts'
import type { AnlaufContext } from '../context.ts'

/** Where manifests of releases are kept on this machine, each under its digest. */
export function keptManifests({ home }: Pick<AnlaufContext, 'home'>): string {
  return join(home, 'released')
}

/** Keeps the manifest that the case names; without it, or with another one, the gate says a moment later what is wrong. */
export function keepForRecall(
  context: Pick<AnlaufContext, 'home'>,
  manifestFile: string,
  digest: string | undefined,
): void {
  const text = existsSync(manifestFile) ? readFileSync(manifestFile, 'utf8') : ''
  if (text !== '' && manifestDigest(text) === digest) keepManifest(keptManifests(context), text)
}
