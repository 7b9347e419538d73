import type { JudgedFile } from '../../../src/phases/detect/index.ts'
import type { Story } from './simulate.ts'

/** One story against the truth. */
export interface Score {
  readonly kind: 'month' | 'attack'
  readonly mode: string
  readonly group: string
  readonly pace: string
  readonly archetype: string
  readonly noticed: boolean
  readonly onsetExact: boolean
  readonly filesHit: number
  /** Hit files whose newest clean version is named rightly. */
  readonly newestCleanRight: number
  /** Hit files of which nothing is known to be clean, although something is. */
  readonly newestCleanUnknown: number
  /** Versions with ciphertext that are called clean, said or by silence. */
  readonly encryptedCalledClean: number
  /** Honest files that were convicted. */
  readonly honestConvicted: number
  /** What went wrong, for replaying. */
  readonly wrong: readonly string[]
}

export function scoreStory(story: Story): Score {
  const { plan, attack, report, snapshots } = story
  const [tenant] = report.tenants.filter(({ onset }) => onset !== null)
  const night = new Map(snapshots.map((id, at) => [id, at]))
  const files = new Map(report.files.map((file) => [file.path, file]))
  const first = Math.min(...story.strikes.map((strike) => strike.night))
  const noticed = tenant !== undefined
  const foundNight = night.get(tenant?.onset?.before ?? '')
  const calledClean = encryptedCalledClean(story, files, night)
  const newest = newestClean(story, files, foundNight)
  const honest = honestConvicted(story)
  const base = {
    kind: plan.kind,
    mode: attack?.mode.name ?? '',
    group: attack?.mode.group ?? '',
    pace: attack?.pace ?? '',
    archetype: story.archetype,
    noticed,
    filesHit: story.strikes.length,
    newestCleanRight: story.strikes.length - newest.wrong.length,
    newestCleanUnknown: newest.unknown,
    encryptedCalledClean: calledClean.length,
    honestConvicted: honest.length,
  }
  if (attack === undefined) {
    const why = noticed ? [`false alarm: ${honest.slice(0, 3).join(' | ')}`] : []
    return { ...base, onsetExact: !noticed, wrong: why }
  }
  if (story.strikes.length === 0) return { ...base, noticed: true, onsetExact: true, wrong: [] }
  const onsetExact = foundNight === first
  return {
    ...base,
    onsetExact,
    wrong: [
      ...(noticed ? [] : ['not noticed']),
      ...(noticed && !onsetExact ? [`onset in night ${foundNight}, truly ${first}`] : []),
      ...calledClean.slice(0, 3).map((path) => `called clean: ${path}`),
      ...newest.wrong.slice(0, 3),
      ...(honest.length > 0 ? [`honest but convicted: ${honest.slice(0, 3).join(' | ')}`] : []),
    ],
  }
}

const inSnapshot = (path: string): string => `/srv/${path}`

function encryptedCalledClean(
  { strikes, snapshots, held }: Story,
  files: ReadonlyMap<string, JudgedFile>,
  night: ReadonlyMap<string, number>,
): string[] {
  return strikes.flatMap((strike) => {
    if (strike.isEmpty && held(strike.path, strike.night - 1) === undefined) return []
    const file = files.get(inSnapshot(strike.newPath))
    const words = file?.versions.filter(({ snapshot }) => (night.get(snapshot) ?? 0) >= strike.night) ?? []
    const newest = night.get(file?.newestClean ?? '') ?? -1
    const isClean =
      file === undefined ||
      words.length === 0 ||
      words.some(({ verdict }) => verdict === 'clean') ||
      newest >= strike.night
    const why = words[0]?.reasons.join('; ') ?? 'never judged'
    return isClean ? [`${strike.newPath} of night ${strike.night} of ${snapshots.length} (${why})`] : []
  })
}

/** The newest clean version of a hit file is the one of the night before, where the path existed then. */
function newestClean(
  story: Story,
  files: ReadonlyMap<string, JudgedFile>,
  onset: number | undefined,
): { wrong: string[]; unknown: number } {
  let unknown = 0
  const wrong = story.strikes.flatMap((strike) => {
    const file = files.get(inSnapshot(strike.path))
    const expected = story.held(strike.path, strike.night - 1)
    if (strike.isEmpty && expected === undefined) return []
    const found = file?.newestClean ?? null
    const wanted = expected === undefined ? null : (story.snapshots[expected] ?? null)
    if (found === wanted && (file !== undefined || wanted === null)) return []
    // What vanished since the attack began and was never judged is restored as it was last seen.
    const isVanished = file === undefined && strike.newPath !== strike.path
    if (isVanished && onset !== undefined && onset <= strike.night) return []
    if (found === null) unknown += 1
    const said = file?.versions.map(
      ({ snapshot, verdict, reasons }) =>
        `${story.snapshots.indexOf(snapshot)} ${verdict} ${reasons.join('; ')}`,
    )
    return [
      `newest clean of ${strike.path}: ${story.snapshots.indexOf(found ?? '')}, truly ${expected} [${said?.join(' | ') ?? 'not in the report'}]`,
    ]
  })
  return { wrong, unknown }
}

function honestConvicted({ report, strikes, notes }: Story): string[] {
  const hit = new Set([...strikes.flatMap(({ path, newPath }) => [path, newPath]), ...notes].map(inSnapshot))
  return report.files.flatMap(({ path, versions }) => {
    const convicted = versions.find(({ verdict }) => verdict === 'convicted')
    return convicted === undefined || hit.has(path) ? [] : [`${path}: ${convicted.reasons.join('; ')}`]
  })
}
