import type { ReleasedFile } from '../released-files.ts'
import { membersOf, type TrueGroup } from './true-groups.ts'

/** How groups came back: whole from one night, or not. */
export interface GroupScore {
  readonly groups: number
  /** Every member is back as it was on the group's last whole night, and nothing younger beside it. */
  readonly whole: number
  /** Of these, groups whose members had different newest clean nights: file by file they would be torn. */
  readonly movedTogether: number
  /** Names of the others. */
  readonly torn: readonly string[]
}

/** Compares released groups with the truth. Pure. */
export function scoreGroups(groups: readonly TrueGroup[], released: readonly ReleasedFile[]): GroupScore {
  const back = new Map(released.map(({ path, sha256 }) => [path, sha256]))
  const torn = groups.filter((group) => !isWhole(group, back))
  return {
    groups: groups.length,
    whole: groups.length - torn.length,
    movedTogether: groups.filter((group) => !torn.includes(group) && isHeldBack(group)).length,
    torn: torn.map(({ name }) => name),
  }
}

/** Why groups fail the drill; empty when they do not. */
export function groupFailures({ groups, movedTogether, torn }: GroupScore): string[] {
  return [
    ...(torn.length > 0
      ? [`${torn.length} of ${groups} groups came back torn: ${torn.slice(0, 3).join(', ')}`]
      : []),
    ...(movedTogether === 0 ? ['no group was there that file by file would have torn'] : []),
  ]
}

/** One line of the score. */
export function groupRow(score: GroupScore): [string, string, boolean] {
  const { groups, whole, movedTogether } = score
  return [
    'Groups',
    `${whole} of ${groups} whole, ${movedTogether} of them moved to an earlier night together`,
    groupFailures(score).length === 0,
  ]
}

function isWhole(group: TrueGroup, back: ReadonlyMap<string, string>): boolean {
  const expected = membersOf(group)
  return [...group.members.keys()].every((path) => back.get(path) === expected.get(path))
}

/** Some member has a clean version that is younger than the group's night. */
function isHeldBack({ members, night }: TrueGroup): boolean {
  return [...members.values()].some(({ versions }) =>
    versions.some((version) => version.state === 'clean' && version.night > (night ?? Infinity)),
  )
}
