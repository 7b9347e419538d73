import type { BundleProblem } from './judge-bundle.ts'
import type { Manifest } from './manifest.ts'
import { digest } from './seals.ts'

/** How a file of a copy stands to the manifest; undefined bytes are a file that is not there. */
export function fileProblem(
  { files }: Manifest,
  path: string,
  bytes: Uint8Array | undefined,
): BundleProblem | undefined {
  const wanted = files.get(path)
  if (wanted === undefined) return { kind: 'extra-file', message: `${path} is not part of the bundle.` }
  if (bytes === undefined) return { kind: 'missing-file', message: `${path} is missing.` }
  if (bytes.length === wanted.bytes && digest(bytes) === wanted.sha256) return undefined
  return { kind: 'changed-file', message: `${path} is not what was signed.` }
}
