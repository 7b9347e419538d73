import { generateKeyPairSync } from 'node:crypto'
import { gzipSync } from 'node:zlib'

import { bundleSite } from '../../src/phases/inform/index.ts'
import { largeEstate } from '../case/large-estate.ts'
import { toldDesk } from './told-desk.ts'

/** Seconds to render and sign a site in both languages, the files in it, and what its home page weighs. */
export function renderSite({ updates, services }: { readonly updates: number; readonly services: number }): {
  readonly seconds: number
  readonly files: number
  readonly homeKB: number
} {
  const estate = largeEstate({ tenants: 100, services })
  const desk = toldDesk(estate, updates)
  const key = generateKeyPairSync('ed25519').privateKey
  const now = new Date('2026-02-15T12:00:00Z')
  const publication = {
    now,
    sequence: 7,
    validUntil: new Date(now.getTime() + 86_400_000),
    previous: undefined,
    log: undefined,
    key,
    statements: [],
  }
  const began = performance.now()
  const bundle = bundleSite(desk, estate, publication)
  const seconds = (performance.now() - began) / 1000
  const home = ['index.html', 'en/index.html'].map((path) => gzipSync(bundle.files.get(path) ?? '').length)
  return { seconds, files: bundle.files.size, homeKB: Math.max(...home) / 1000 }
}
