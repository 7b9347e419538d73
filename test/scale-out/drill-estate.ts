import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { initRepository, openRepository, openStorage, parseLocation } from '@anlauf/repository'

import {
  declaredGroupOf,
  parseEstate,
  restoreRank,
  tenantOf,
} from '../../packages/platform/src/core/estate/index.ts'
import { playNights } from '../../packages/platform/src/drill/nights.ts'
import { layOutEstate } from '../../packages/platform/src/drill/provider.ts'
import { seededRandom } from '../../packages/platform/src/drill/random.ts'
import { startStopwatch } from '../../packages/platform/src/drill/stopwatch.ts'
import { detectHistory } from '../../packages/platform/src/phases/detect/index.ts'
import { planRecovery, type RecoveryPlan } from '../../packages/platform/src/phases/recover/index.ts'
import type { EstateMaker } from './ground.ts'

const estateFile = fileURLToPath(new URL('../../examples/estate.yaml', import.meta.url))
const sources = [fileURLToPath(new URL('../../node_modules', import.meta.url))]
const seed = 3

/**
 * The drill's estate in the vault: four customers with mail stores, live databases and projects, ten nights of backups,
 * slow attackers and the big night; then the plan that responders would make of it.
 */
export const drillEstate: EstateMaker = async (folder, { location, password }): Promise<RecoveryPlan> => {
  const parsed = parseEstate(readFileSync(estateFile, 'utf8'), estateFile)
  if (!('estate' in parsed)) throw new Error('the example estate is not sound')
  const { estate } = parsed
  const as = (client: string) => openStorage(parseLocation(location(client)))
  await initRepository(as('founder'), { password, kdf: { N: 1024, r: 8, p: 1 } })
  const laidOut = layOutEstate(estate, join(folder, 'estate'))
  const signal = new AbortController().signal
  await playNights({
    estate: laidOut.folder,
    datasets: laidOut.datasets,
    repository: await openRepository(as('writer'), { password }),
    random: seededRandom(seed),
    seed,
    bytes: 6_000_000,
    sources,
    watch: startStopwatch(),
    signal,
    onProgress: () => undefined,
  })
  const reading = await openRepository(as('reader'), { password })
  const place = (host: string, path: string) => tenantOf(estate, { host, path })
  const report = await detectHistory(reading, { place })
  const groups = (host: string, path: string) => declaredGroupOf(estate, { host, path })
  const plan = await planRecovery(reading, report, { place, groups, order: restoreRank(estate) })
  const customers = new Set<string>(estate.tenants.map(({ id }) => id))
  return { ...plan, units: plan.units.filter(({ unit }) => customers.has(unit)) }
}
