import { join } from 'node:path'

import { backup, type Repository } from '@anlauf/repository'

import { type AttackPlan, playAttackNight } from './attack/scenario.ts'
import { buildContent } from './content/build-content.ts'
import { playBenignDay } from './days/benign-day.ts'
import type { EstateFolder } from './estate-folder.ts'
import { emptyMailTruth, type MailTruth, recordMailTruth } from './mail/mail-truth.ts'
import type { Random } from './random.ts'
import type { TrueSnapshot } from './score/index.ts'
import type { Stopwatch } from './stopwatch.ts'
import { emptyLedger, type Ledger, recordTruth } from './truth/ledger.ts'

/** A dataset as the backup program sees it. */
export interface BackedUpDataset {
  readonly id: string
  /** Machine whose name the snapshots carry. */
  readonly host: string
  /** Path on that machine, `/srv/…`. */
  readonly root: string
}

export interface NightsOptions {
  readonly estate: EstateFolder
  readonly datasets: readonly BackedUpDataset[]
  readonly repository: Repository
  readonly random: Random
  readonly seed: number
  /** Bytes that copied files may take. */
  readonly bytes: number
  readonly sources: readonly string[]
  readonly watch: Stopwatch
  readonly signal: AbortSignal
  /** Further things that happen on a night, before its backup. */
  readonly onNight?: (night: number, at: Date) => void
  readonly onProgress: (figures: {
    phase: string
    done: number
    total?: number
    bytesDone?: number
    bytesTotal?: number
  }) => void
}

/** What the nights left behind; the ledger is the truth that the responders never see. */
export interface Nights {
  readonly ledger: Ledger
  readonly mailTruth: MailTruth
  readonly snapshots: readonly TrueSnapshot[]
  /** Size of the estate at the last backup before the big night, and its files. */
  readonly bytes: number
  readonly files: number
  readonly bytesBackedUp: number
  /** The morning on which somebody notices. */
  readonly morning: Date
}

const firstBackup = Date.parse('2026-03-02T02:00:00Z')
const dayMs = 24 * 60 * 60 * 1000
/** Datasets are backed up one after the other, so that the first one with encrypted files is one only. */
const minutesBetween = 10 * 60 * 1000
export const backupNights = 10
/** Slow theft on three nights, the big night later, one more backup before anybody looks. */
export const attackPlan: AttackPlan = { bigNight: 8, slowNights: [4, 5, 6] }

/**
 * Fills the estate and lives ten days in it: a working day, at times an attack, then the nightly backup of
 * every dataset with a simulated time. Records after each backup what really was there.
 */
export async function playNights(options: NightsOptions): Promise<Nights> {
  const { estate, random, signal, onProgress, watch } = options
  const ledger = emptyLedger()
  const mailTruth = emptyMailTruth()
  const snapshots: TrueSnapshot[] = []
  let total = { files: 0, bytes: 0 }
  let bytesBackedUp = 0

  await watch.time('content', () =>
    buildContent(estate, {
      random: random.fork('content'),
      seed: options.seed,
      bytes: options.bytes,
      sources: options.sources,
      day: new Date(firstBackup - dayMs / 2),
      signal,
      onProgress: (figures) => onProgress({ phase: 'content', ...figures }),
    }),
  )
  for (let night = 0; night < backupNights; night += 1) {
    const backupAt = firstBackup + night * dayMs
    onProgress({ phase: 'days', done: night, total: backupNights })
    const attacked = await watch.time('days', async () => {
      // After the big night nobody works any more: the offices are locked out.
      if (night > 0 && night <= attackPlan.bigNight) {
        await playBenignDay(estate, { random, day: night, at: new Date(backupAt - 10 * 3_600_000), signal })
      }
      return playAttackNight(estate, attackPlan, {
        day: night,
        at: new Date(backupAt - 3_600_000),
        random,
        signal,
      })
    })
    options.onNight?.(night, new Date(backupAt - 3_600_000))
    for (const [place, dataset] of options.datasets.entries()) {
      bytesBackedUp += await watch.time('backup', async () => {
        const { snapshot, summary } = await backup(options.repository, {
          paths: [join(estate.root, dataset.root)],
          asRoot: estate.root,
          hostname: dataset.host,
          username: 'backup',
          time: new Date(backupAt + place * minutesBetween),
          signal,
          onProgress: (figures) => onProgress({ ...figures, phase: `backup ${night + 1}/${backupNights}` }),
        })
        if (snapshot !== undefined) snapshots.push({ id: snapshot.id, night, dataset: dataset.id })
        return summary.totalBytesProcessed
      })
    }
    recordMailTruth(mailTruth, estate)
    const counted = await recordTruth(ledger, estate, night, attacked)
    if (night === attackPlan.bigNight - 1) total = counted
  }
  const morning = new Date(firstBackup + (backupNights - 1) * dayMs + 4 * 3_600_000)
  return { ledger, mailTruth, snapshots, ...total, bytesBackedUp, morning }
}
