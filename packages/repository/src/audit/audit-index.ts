import { type UnitCipher, unitCipher } from '../crypto/index.ts'
import { throwIfAborted } from '../error.ts'
import type { PackId } from '../id.ts'
import { type BlobIndex, createBlobIndex, decodeIndex, type IndexedBlob } from '../index/index.ts'
import { checkBlobSize, openBlob, readPackHeader } from '../pack/index.ts'
import type { Repository } from '../repository.ts'
import type { Storage } from '../storage/index.ts'
import { loadUnpacked } from '../unpacked.ts'
import type { AuditFinding, AuditOptions } from './finding.ts'

/**
 * Holds every index file against the headers of the packs it names, and reads every copy of a blob that lies at
 * several places. Costs the last kilobyte of each pack. Throws `aborted`, and `read-failed` when the storage does.
 */
export async function* auditIndex(
  repository: Repository,
  options: AuditOptions = {},
): AsyncGenerator<AuditFinding> {
  const { storage } = repository
  const cipher = unitCipher(repository.masterKey)
  const { index, findings } = await readIndexFiles(storage, cipher)
  yield* findings
  const sizes = new Map<PackId, number>()
  for await (const { id, size } of storage.list('data')) sizes.set(id as PackId, size)

  const packs = new Set(index.packs())
  let done = 0
  const suspects = new Map<PackId, AuditFinding[]>()
  for (const pack of packs) {
    throwIfAborted(options.signal)
    const found = await auditPack({ storage, cipher, index }, pack, sizes.get(pack))
    if (found.length > 0) suspects.set(pack, found)
    options.onProgress?.({
      phase: 'pack headers',
      done: (done += 1),
      total: packs.size,
      bytesDone: 0,
      files: done,
    })
  }
  if (suspects.size > 0) yield* withIndexNames(storage, cipher, suspects)
  for (const pack of sizes.keys()) if (!packs.has(pack)) yield orphan(pack)
  yield* auditDuplicates({ storage, cipher, index }, packs, options)
}

interface Source {
  readonly storage: Storage
  readonly cipher: UnitCipher
  readonly index: BlobIndex
}

async function readIndexFiles(
  storage: Storage,
  cipher: UnitCipher,
): Promise<{ index: BlobIndex; findings: AuditFinding[] }> {
  const index = createBlobIndex()
  const findings: AuditFinding[] = []
  for await (const { id } of storage.list('index')) {
    try {
      for (const { pack, blobs } of decodeIndex(await loadUnpacked(storage, cipher, 'index', id))) {
        index.add(pack, blobs)
      }
    } catch (error) {
      findings.push({
        code: 'damagedObject',
        severity: 'error',
        object: `index/${id}`,
        message: reasonOf(error),
        hint: 'Copy the file from another copy of the repository, or build the index again with "restic rebuild-index".',
      })
    }
  }
  return { index, findings }
}

async function auditPack(
  { storage, cipher, index }: Source,
  pack: PackId,
  size: number | undefined,
): Promise<AuditFinding[]> {
  const object = `data/${pack}`
  const indexed = index.blobsOf(pack)
  if (size === undefined) {
    return [
      {
        code: 'indexMissingPack',
        severity: 'error',
        object,
        message: `The index names this pack with ${indexed.length} blobs, but it does not exist.`,
        hint: 'Copy it from another copy of the repository. If it never arrived, the index entry was forged: remove that index file.',
      },
    ]
  }
  try {
    return compare(object, await readPackHeader(storage, cipher, pack, size), indexed)
  } catch (error) {
    return [
      {
        code: 'damagedObject',
        severity: 'error',
        object,
        message: `The header cannot be read: ${reasonOf(error)}`,
        hint: 'Copy the pack from another copy of the repository.',
      },
    ]
  }
}

function compare(
  object: string,
  header: readonly IndexedBlob[],
  indexed: readonly IndexedBlob[],
): AuditFinding[] {
  const [inHeader, inIndex] = [new Set(header.map(placeOf)), new Set(indexed.map(placeOf))]
  const forged = indexed.filter((blob) => !inHeader.has(placeOf(blob)))
  const unlisted = header.filter((blob) => !inIndex.has(placeOf(blob)))
  const findings: AuditFinding[] = []
  const [liar] = forged
  if (liar !== undefined) {
    findings.push({
      code: 'indexHeaderMismatch',
      severity: 'error',
      object,
      message: `The pack does not hold ${forged.length} of the blobs that the index places in it, the first is ${liar.id} at ${liar.offset}.`,
      hint: 'An index file lies: it makes clients believe that these blobs are stored. Remove that index file, build the index again, and look at who wrote it.',
    })
  }
  if (unlisted.length > 0) {
    findings.push({
      code: 'indexGap',
      severity: 'error',
      object,
      message: `The index does not mention ${unlisted.length} of the ${header.length} blobs of this pack.`,
      hint: 'Build the index again with "restic rebuild-index"; the next prune would otherwise drop these blobs.',
    })
  }
  return findings
}

/** Which index files speak of the suspects: read once more, because nobody keeps that for the honest ones. */
async function* withIndexNames(
  storage: Storage,
  cipher: UnitCipher,
  suspects: ReadonlyMap<PackId, readonly AuditFinding[]>,
): AsyncGenerator<AuditFinding> {
  const names = new Map<PackId, string[]>()
  for await (const { id } of storage.list('index')) {
    const packs = await loadUnpacked(storage, cipher, 'index', id).then(decodeIndex, () => [])
    for (const { pack } of packs) {
      if (suspects.has(pack)) names.set(pack, [...(names.get(pack) ?? []), id])
    }
  }
  for (const [pack, findings] of suspects) {
    const files = (names.get(pack) ?? []).map((id) => `index/${id}`).join(', ')
    for (const finding of findings) yield { ...finding, message: `${finding.message} Named by ${files}.` }
  }
}

/** A blob may lie in several packs; that is no finding as long as every copy is whole. */
async function* auditDuplicates(
  { storage, cipher, index }: Source,
  packs: Iterable<PackId>,
  options: AuditOptions,
): AsyncGenerator<AuditFinding> {
  for (const pack of packs) {
    throwIfAborted(options.signal)
    for (const blob of index.blobsOf(pack)) {
      if (index.locations(blob.id).length < 2) continue
      try {
        checkBlobSize(blob)
        openBlob(cipher, blob, await storage.read('data', pack, { offset: blob.offset, length: blob.length }))
      } catch (error) {
        yield {
          code: 'duplicateLocation',
          severity: 'error',
          object: `data/${pack}`,
          message: `The copy of ${blob.type} blob ${blob.id} at ${blob.offset} is bad: ${reasonOf(error)}`,
          hint: 'Restores take another copy. A client that holds the key may have put it there: look at who wrote the pack and its index.',
        }
      }
    }
  }
}

function orphan(pack: PackId): AuditFinding {
  return {
    code: 'orphanedPack',
    severity: 'hint',
    object: `data/${pack}`,
    message: 'No index file names this pack.',
    hint: 'An interrupted backup leaves such packs; they only take space until the next prune.',
  }
}

function placeOf(blob: IndexedBlob): string {
  return `${blob.offset} ${blob.length} ${blob.uncompressedLength} ${blob.type} ${blob.id}`
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
