import {
  type FoundSeals,
  keyFolder,
  maxManifestBytes,
  maxStatements,
  readManifest,
  sealNames,
  type SignedStatement,
} from '../../core/publication/index.ts'
import { type PublishedCopy, TooLong } from './copy.ts'

/** A signature has 64 bytes; a PEM of an Ed25519 key 113; notes and statements a few hundred. */
const smallBytes = 16 * 1024

/** The seals below a folder of the copy, with the keys that its manifest names. */
export async function readSeals(
  copy: PublishedCopy,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<FoundSeals | undefined> {
  const at = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  const manifest = await copy.read(at(sealNames.manifest), maxManifestBytes, signal)
  if (manifest === undefined) return undefined
  const { files } = readManifest(manifest)
  const small = async (path: string): Promise<Uint8Array | undefined> => {
    const bytes = await copy.read(path, smallBytes, signal)
    return bytes instanceof TooLong ? undefined : bytes
  }
  const ofKeys = [...files.keys()]
    .filter((path) => path.startsWith(`${keyFolder}/`))
    .slice(0, maxStatements * 3)
  const keys = new Map<string, Uint8Array>()
  for (const path of ofKeys) {
    const bytes = await small(path)
    if (bytes !== undefined) keys.set(path, bytes)
  }
  const text = (path: string): string => Buffer.from(keys.get(path) ?? []).toString('utf8')
  return {
    manifest,
    signature: await small(at(sealNames.signature)),
    note: await small(at(sealNames.note)),
    sums: await copy.read(at(sealNames.sums), maxManifestBytes, signal),
    sumsSignature: await small(at(sealNames.sumsSignature)),
    keys: ofKeys.filter((path) => path.endsWith('.pem')).map(text),
    statements: statementsOf(keys),
  }
}

/** What the files of a site say of keys; a statement without its signature is none. */
export function statementsOf(files: ReadonlyMap<string, Uint8Array>): readonly SignedStatement[] {
  return [...files]
    .filter(([path]) => path.startsWith(`${keyFolder}/`) && path.endsWith('.json'))
    .flatMap(([path, bytes]) => {
      const signature = files.get(`${path}.sig`)
      return signature === undefined ? [] : [{ bytes, signature }]
    })
}
