import { type CatalogueEntry, type Label, readCatalogue, type Seal, sha256, sumsOf } from '../volume/index.ts'
import type { MediaFindings } from './finding.ts'

export interface Compared {
  readonly findings: MediaFindings
  readonly good: ReadonlyMap<string, { size: number; sha256?: string }>
  readonly passedOver: ReadonlySet<string>
  readonly label: Label | undefined
  readonly labelHash: string | undefined
  readonly readmeHash: string | undefined
  readonly sumsHash: string | undefined
  readonly seal: Seal | undefined
  readonly catalogue: Buffer | undefined
  /** SHA-256 of the catalogue as it was written down when the volume was sealed. */
  readonly expected: ((label: Label) => string | undefined) | undefined
}

/** Holds what was found against what the volume says about itself; answers what is not there whole. */
export function compareCatalogue(compared: Compared): readonly CatalogueEntry[] {
  const { findings, good, passedOver, label, labelHash, readmeHash, seal, catalogue, expected } = compared
  if (label === undefined) findings.add('label-missing', 'The volume has no label that can be read.')
  if (seal === undefined) {
    findings.add('unsealed', 'The volume has no seal: it was not written to its end, or its end is damaged.')
  }
  if (catalogue === undefined) {
    if (seal !== undefined) findings.add('catalogue-damaged', 'The catalogue of the volume cannot be read.')
    return []
  }
  const hash = sha256(catalogue)
  if (seal !== undefined && seal.catalogue !== hash) {
    findings.add('catalogue-damaged', 'The catalogue is not the one that was sealed.')
  }
  const writtenDown = label === undefined ? undefined : expected?.(label)
  if (writtenDown !== undefined && writtenDown !== hash) {
    findings.add(
      'seal-differs',
      `The seal is ${hash}, written down was ${writtenDown}: this is not the volume that was sealed.`,
    )
  }
  const { label: sealedLabel, readme: sealedReadme, entries, bad } = readCatalogue(catalogue)
  if (bad > 0) findings.add('catalogue-damaged', `${bad} lines of the catalogue make no sense.`)
  if (label !== undefined && sealedLabel !== labelHash) {
    findings.add('catalogue-damaged', 'The label is not the one that was sealed.')
  }
  if (sealedReadme !== readmeHash) {
    findings.add('catalogue-damaged', 'The sheet for people is not the one that was sealed.')
  }
  if (compared.sumsHash !== sha256(sumsOf(entries))) {
    findings.add('catalogue-damaged', 'The list for sha256sum is not what the catalogue says.')
  }
  const missing = new Map<string, CatalogueEntry>()
  for (const entry of entries) {
    const found = good.get(entry.path)
    if (entry.leftOut !== undefined) {
      findings.add('left-out', `${entry.path} was left out when the volume was written: ${entry.leftOut}`)
    } else if (found === undefined) {
      if (!passedOver.has(entry.path)) missing.set(entry.path, entry)
    } else if (entry.sha256 !== undefined && entry.sha256 !== found.sha256) {
      findings.add('content-damaged', `${entry.path} is not what the catalogue says.`)
    }
  }
  for (const { path, size } of missing.values()) {
    findings.add('file-missing', `${path}, ${size} bytes, is not whole on this volume.`)
  }
  return [...missing.values()]
}
