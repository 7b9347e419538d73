import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { initRepository, localStorage } from '@anlauf/repository'

import { declaredGroupOf, type Estate, parseEstate } from '../../packages/platform/src/core/estate/index.ts'
import {
  type DatabaseTruth,
  playDatabase,
} from '../../packages/platform/src/drill/databases/play-database.ts'
import { areaOf, type EstateFolder, placeFile } from '../../packages/platform/src/drill/estate-folder.ts'
import { trueGroups } from '../../packages/platform/src/drill/groups/true-groups.ts'
import { type Nights, playNights } from '../../packages/platform/src/drill/nights.ts'
import { layOutEstate } from '../../packages/platform/src/drill/provider.ts'
import { seededRandom } from '../../packages/platform/src/drill/random.ts'
import { restorableFiles } from '../../packages/platform/src/drill/score/score.ts'
import { startStopwatch } from '../../packages/platform/src/drill/stopwatch.ts'
import { type Night, openNight } from './night.ts'
import { estate as estateFile, runConsole, type RunningConsole } from './running-console.ts'

/** A server in front of the drill's own estate after ten nights and an attack, and what really happened in them. */
export interface DrillNight extends Night {
  readonly nights: Nights
  /** For every path that has to come back, the SHA-256 of its content; the people at the browser never see it. */
  readonly restorable: ReadonlyMap<string, string>
  /** The shared PostgreSQL of all customers; absent where the machine has no PostgreSQL. */
  readonly databases?: { readonly location: string; readonly truth: DatabaseTruth }
}

/** Programs that people and the attacker wrote; nothing else that starts anything is in the estate. */
export interface Planted {
  readonly tenant: string
  /** Below the tenant's share. */
  readonly path: string
  /** Before the first backup; absent when the attacker brought it. */
  readonly before?: string
  /** After the big night, before the last backup. */
  readonly after: string
}

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
/** Sources and declarations: what nothing starts. With programs among them dozens of honest changes would wait for people. */
const sources = [join(modules, '@types'), join(modules, 'zod/src')]
const seed = 3
const bytes = 3_000_000
const lastNight = 9

export interface DrillNightOptions {
  readonly planted: readonly Planted[]
  readonly workplace: (site: RunningConsole) => string
  readonly withDatabases: boolean
}

/** Ten days of four customers with slow attackers and the big night, as `anlauf drill` plays them, backed up each night. */
export async function startDrillNight(options: DrillNightOptions): Promise<DrillNight> {
  await using opened = new AsyncDisposableStack()
  const site = opened.use(await runConsole())
  // To be passed, not to be listed: PostgreSQL runs under an account of its own below it.
  chmodSync(site.folder, 0o711)
  const password = readFileSync(site.file('password', 'only for this test\n'), 'utf8').trim()
  const estate = readEstate()
  const { folder, datasets } = layOutEstate(estate, join(site.folder, 'estate'))
  const { signal } = new AbortController()
  const make = { password, kdf: { N: 1024, r: 8, p: 1 } }
  const nights = await playNights({
    estate: folder,
    datasets,
    repository: await initRepository(localStorage(join(site.folder, 'repository')), make),
    random: seededRandom(seed),
    seed,
    bytes,
    sources,
    watch: startStopwatch(),
    signal,
    onNight: (night, at) => plant(folder, options.planted, night, at),
    onProgress: () => undefined,
  })
  const location = join(site.folder, 'databases')
  const truth = options.withDatabases
    ? await playDatabase({
        estate: folder,
        folder: join(site.folder, 'server'),
        repository: await initRepository(localStorage(location), make),
        random: seededRandom(seed),
        seed,
        signal,
      })
    : undefined
  const night = await openNight(opened, site, options.workplace(site))
  return {
    ...night,
    nights,
    restorable: restorableOf(estate, nights),
    ...(truth && { databases: { location, truth } }),
  }
}

function readEstate(): Estate {
  const parsed = parseEstate(readFileSync(estateFile, 'utf8'), estateFile)
  if ('estate' in parsed) return parsed.estate
  throw new Error('the example estate is not sound')
}

function plant(estate: EstateFolder, planted: readonly Planted[], night: number, at: Date): void {
  for (const { tenant, path, before, after } of planted) {
    const text = night === 0 ? before : night === lastNight ? after : undefined
    if (text !== undefined) placeFile(join(areaOf(estate, tenant, 'share'), path), Buffer.from(text), at)
  }
}

function restorableOf(estate: Estate, { ledger }: Nights): ReadonlyMap<string, string> {
  const hostOf = new Map(estate.datasets.map(({ id, on }) => [id, on]))
  const groups = trueGroups(ledger, (dataset, path) =>
    declaredGroupOf(estate, { host: hostOf.get(dataset) ?? '', path }),
  )
  return restorableFiles(ledger, groups)
}
