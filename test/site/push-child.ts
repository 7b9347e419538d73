import { readFileSync } from 'node:fs'

import { folderCopy, openHost, checkCopy } from '../../packages/platform/src/adapters/site-hosts/index.ts'
import { writtenFingerprint } from '../../packages/platform/src/doors/cli/site/written-fingerprint.ts'

/** Pushes the site in a folder to a place, both named in a file of JSON, until somebody kills it or it is done. */
const { from, to, options } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  from: string
  to: string
  options?: string[]
}
const copy = folderCopy(from)
const { manifest, sha256 } = await checkCopy(copy, {
  pinned: await writtenFingerprint(copy),
  now: new Date(),
})
const files = new Map<string, Uint8Array>()
for (const path of (await copy.list?.()) ?? []) {
  const bytes = await copy.read(path, Number.POSITIVE_INFINITY)
  if (bytes !== undefined) files.set(path, bytes)
}
await using host = openHost({ to, ...(options && { options }) }, process.env)
process.stdout.write('started\n')
await host.push({ files, manifest, sha256 }, {})
