import { createHash } from 'node:crypto'

/** One line of a unit's manifest: exactly what lies in the clean room and why. */
export interface ManifestLine {
  readonly host: string
  /** Path as the backups name it, `/srv/…`; a byte string. */
  readonly path: string
  readonly type: 'file' | 'symlink'
  readonly size: number
  /** Of the content; of the target for a symlink. */
  readonly sha256: string
  /** `reviewed`: an engine could not call it clean, and two people released it by the decision. */
  readonly verdict: 'clean' | 'reviewed'
  readonly decision?: string
  readonly engine: string
  readonly ruleSetDigest: string
  /** Permission bits. */
  readonly mode: number
  readonly mtime: string
  readonly snapshot: string
  readonly reason: string
  /** Digest of the database piece that it is a file of. */
  readonly database?: string
}

/** Lines sorted by host and path, one JSON object each; the bytes that the manifest digest covers. */
export function manifestText(lines: readonly ManifestLine[]): string {
  const key = ({ host, path }: ManifestLine): string => `${host}\0${path}`
  const sorted = lines.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  return sorted.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** SHA-256 of the manifest's bytes, in hex. */
export function manifestDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Parses a manifest. Throws `SyntaxError` for a torn line; compare the digest before. */
export function parseManifest(text: string): ManifestLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ManifestLine)
}
