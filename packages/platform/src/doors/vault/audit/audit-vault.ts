import {
  type AuditOptions,
  auditIndex,
  auditSnapshots,
  auditTrees,
  check,
  type Repository,
  RepositoryError,
  type Storage,
} from '@anlauf/repository'

import { compareStorage, listStorage } from './compare-storage.ts'
import { finding, type VaultFinding } from './finding.ts'
import { readHistory, type Witness } from './history.ts'
import { poisoningFindings } from './poisoning.ts'
import { arrivals, clusterFindings, timeFindings } from './snapshot-findings.ts'

export interface VaultAuditOptions extends AuditOptions {
  /** Bytes of the tenant's journal. */
  readonly journal: AsyncIterable<Buffer>
  /** Path of the repository in the vault; not needed when the journal knows one only. */
  readonly repository?: string | undefined
  readonly witness?: Witness | undefined
  /** Read and verify every byte of every pack. */
  readonly readData?: boolean | undefined
  /** Objects (`kind/id` or an id) whose findings somebody has explained already. */
  readonly accept?: readonly string[] | undefined
}

export interface VaultAuditReport {
  readonly repository: string
  readonly findings: readonly VaultFinding[]
  /** Findings about objects that were accepted by name. */
  readonly accepted: readonly VaultFinding[]
  readonly lines: number
  readonly head: string
  readonly snapshots: number
  /** Objects deleted under plans that two people signed. */
  readonly deleted: number
  readonly bytesRead: number
}

/**
 * Holds a repository against what the vault wrote down when its files came in. Looks at everything, stops at
 * nothing, writes nothing. Throws `input-invalid` when journal and repository do not belong together, `aborted`.
 */
export async function auditVault(opened: Repository, options: VaultAuditOptions): Promise<VaultAuditReport> {
  const repository = readOnly(opened)
  const { signal, onProgress } = options
  const listing = await listStorage(repository.storage)
  const { history, findings: ofJournal } = await readHistory(options.journal, options)
  const findings: VaultFinding[] = [...ofJournal]
  for await (const found of compareStorage(repository.storage, listing, history)) findings.push(found)

  const { snapshots, findings: unreadable } = await auditSnapshots(repository, { signal })
  findings.push(...unreadable)
  const arrived = arrivals(snapshots, history)
  const suspects = new Set<string>()
  findings.push(...timeFindings(arrived, history, suspects), ...clusterFindings(arrived, suspects))
  for await (const found of poisoningFindings(repository, suspects)) findings.push(found)

  for await (const found of auditIndex(repository, { signal, onProgress })) findings.push(found)
  for await (const found of auditTrees(repository, snapshots, { signal, onProgress })) findings.push(found)
  const bytesRead = options.readData === true ? await readEverything(repository, findings, options) : 0

  const accept = new Set(options.accept)
  const isAccepted = ({ object }: VaultFinding): boolean =>
    accept.has(object) || accept.has(object.split('/')[1] ?? object)
  return {
    repository: history.repository,
    findings: findings.filter((one) => !isAccepted(one)),
    accepted: findings.filter(isAccepted),
    lines: history.lines,
    head: history.head,
    snapshots: snapshots.length,
    deleted: history.deleted,
    bytesRead,
  }
}

/** Every byte of every pack; what the audit has said already is not said twice. */
async function readEverything(
  repository: Repository,
  findings: VaultFinding[],
  { signal, onProgress }: AuditOptions,
): Promise<number> {
  const report = await check(repository, {
    readData: true,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  })
  const isData = /^(?:pack-hash|pack-unreadable|blob-damaged)$/
  for (const { code, object, message, hint } of report.findings) {
    if (isData.test(code)) findings.push(finding('damagedObject', object, message, hint))
  }
  return report.bytesRead
}

/** An audit leaves no lock behind, it would be an object that nobody sent; and it does not wait for others' locks. */
function readOnly(repository: Repository): Repository {
  const { storage } = repository
  const refuse = (): Promise<never> =>
    Promise.reject(
      new RepositoryError('write-failed', 'An audit writes nothing.', { hint: 'This is as it should be.' }),
    )
  const view: Storage = {
    ...storage,
    write: refuse,
    remove: refuse,
    async *list(kind) {
      if (kind !== 'locks') yield* storage.list(kind)
    },
  }
  return { ...repository, storage: view }
}
