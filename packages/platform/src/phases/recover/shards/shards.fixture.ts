import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

import { memoryVerdictCache, type RecoveryPlan, type Scanner } from '../index.ts'
import {
  type Ground,
  ground,
  memory,
  picture,
  planAll,
  snapshot,
  wordScanner,
  write,
} from '../recovery.fixture.ts'
import {
  type AssembledUnit,
  assembleUnit,
  giveOut,
  type GivenOut,
  readGivenUnit,
  runShard,
  type ShardBounds,
  type WorkerTools,
} from './index.ts'

interface Cleaner {
  after(clean: () => void): void
}

const box = 'data/anna/mail/Maildir'

/** Three customers on one machine: mail, links, equal contents, large and bad files. */
export async function threeTenants(t: Cleaner): Promise<Ground & { readonly plan: RecoveryPlan }> {
  const place = await ground(t, memory)
  const large = randomBytes(3_000_000)
  const mail = (at: number): string => `From: a@b.example\r\nSubject: ${at}\r\n\r\nHello ${at}`
  const base = (at: number): string => `170000000${at}.M1P1.mx,S=${mail(at).length}`
  write(place, {
    ...Object.fromEntries(
      ['anna', 'bert', 'cleo'].flatMap((tenant) => [
        ...Array.from({ length: 40 }, (_, at) => [`data/${tenant}/d${at % 3}/${at}`, `${tenant} ${at % 30}`]),
        [`data/${tenant}/shared`, 'the same everywhere'],
        [`data/${tenant}/empty`, ''],
        [`data/${tenant}/large`, Buffer.concat([large, Buffer.from(tenant)])],
        [`data/${tenant}/bad`, 'very-bad for all'],
      ]),
    ),
    'data/bert/odd': 'very-odd',
    [`${box}/cur/${base(1)}:2,S`]: mail(1),
    [`${box}/cur/${base(3)}:2,`]: mail(3),
    [`${box}/dovecot-uidlist`]: ['3 V7 N4 Gabc', `1 :${base(1)}`, `3 :${base(3)}`, '2 :gone', ''].join('\n'),
  })
  symlinkSync('d1/1', join(place.machine, 'data/anna/link'))
  mkdirSync(join(place.machine, 'data/bert/only-links'))
  symlinkSync('../d0/0', join(place.machine, 'data/bert/only-links/link'))
  await snapshot(place)
  const plan = await planAll(place, (_host, path) => {
    const tenant = path.split('/')[2]
    return tenant === undefined ? undefined : { tenant }
  })
  return { ...place, plan }
}

export const smallParts: ShardBounds = { maxBytes: 1_000_000, maxItems: 17 }

export function toolsOf(place: Ground, more: Partial<WorkerTools> = {}): WorkerTools {
  return {
    repository: place.repository,
    shared: join(place.folder, 'shared'),
    scanner: wordScanner(),
    verdicts: memoryVerdictCache(),
    ...more,
  }
}

export async function given(
  place: Ground & { readonly plan: RecoveryPlan },
  scanner: Scanner,
  bounds: ShardBounds = smallParts,
  caseId?: string,
): Promise<GivenOut> {
  return giveOut({
    repository: place.repository,
    plan: place.plan,
    units: place.plan.units.map(({ unit }) => unit),
    shared: join(place.folder, 'shared'),
    engine: scanner.describe(),
    bounds,
    ...(caseId !== undefined && { caseId }),
  })
}

/** All parts of all units, one after the other, then every unit. */
export async function workThrough(
  { run, units }: GivenOut,
  tools: WorkerTools,
): Promise<readonly AssembledUnit[]> {
  const assembled: AssembledUnit[] = []
  for (const { unit } of units) {
    const { shards } = readGivenUnit(tools.shared, { run, unit }, tools.repository)
    for (const { shard } of shards) await runShard({ run, unit, shard }, tools)
    assembled.push(await assembleUnit({ run, unit }, tools))
  }
  return assembled
}

/** Manifest and files of every unit: what two runs have to have in common. */
export function resultIn(cleanRoom: string): Record<string, unknown> {
  const units = readdirSync(cleanRoom).filter((name) => !name.startsWith('.'))
  return Object.fromEntries(
    units.map((unit) => [
      unit,
      [
        readFileSync(join(cleanRoom, unit, 'manifest.ndjson'), 'utf8'),
        picture(join(cleanRoom, unit, 'files')),
      ],
    ]),
  )
}

/** Names of what is sealed below a quarantine; they are the first half of a hash. */
export function sealedIn(quarantine: string): string[] {
  const sealed = Object.keys(picture(quarantine)).filter((name) => name.endsWith('.sealed'))
  return [...new Set(sealed.map((name) => name.slice(name.lastIndexOf('/') + 1)))].sort()
}
