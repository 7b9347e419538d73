import { unitCipher } from '../crypto/index.ts'
import { throwIfAborted } from '../error.ts'
import type { SnapshotId } from '../id.ts'
import type { Repository } from '../repository.ts'
import { decodeSnapshot, type Snapshot } from '../snapshot/index.ts'
import { loadUnpacked } from '../unpacked.ts'
import type { AuditFinding, AuditOptions } from './finding.ts'

/** Every snapshot that can be read, in the order of the storage; one that cannot is a finding and no end. */
export async function auditSnapshots(
  repository: Repository,
  options: AuditOptions = {},
): Promise<{ readonly snapshots: readonly Snapshot[]; readonly findings: readonly AuditFinding[] }> {
  const cipher = unitCipher(repository.masterKey)
  const snapshots: Snapshot[] = []
  const findings: AuditFinding[] = []
  for await (const { id } of repository.storage.list('snapshots')) {
    throwIfAborted(options.signal)
    try {
      const json = await loadUnpacked(repository.storage, cipher, 'snapshots', id)
      snapshots.push(decodeSnapshot(id as SnapshotId, json))
    } catch (error) {
      findings.push({
        code: 'damagedObject',
        severity: 'error',
        object: `snapshots/${id}`,
        message: error instanceof Error ? error.message : String(error),
        hint: 'Copy the file from another copy of the repository. If it was never a snapshot, find out who wrote it.',
      })
    }
  }
  return { snapshots, findings }
}
