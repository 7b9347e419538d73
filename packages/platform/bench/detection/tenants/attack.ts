import type { AttackMode } from '../../../src/drill/attack/index.ts'
import type { Random } from '../../../src/drill/random.ts'
import type { Files } from './archetypes.ts'
import { bytesOf } from './day.ts'
import { folderOf } from './hard-days.ts'

/** How the attacker spreads his work over the nights. */
export type Pace = 'one-night' | 'three-nights' | 'slow'

export interface Attack {
  readonly mode: AttackMode
  readonly pace: Pace
  /** First night with encrypted files; nights count from 0, night 0 is the baseline. */
  readonly firstNight: number
  readonly nights: number
  /** Keep the old name where the content allows it: what list-based detection never sees. */
  readonly keepsNames: boolean
  /** Sets the modification time back. */
  readonly timestomps: boolean
  /** Writes the ciphertext into the old inode instead of a new file. */
  readonly inPlace: boolean
  readonly leavesNotes: boolean
}

/** What became of one file. */
export interface Strike {
  readonly path: string
  readonly newPath: string
  readonly night: number
  /** Nothing is left of it: of a file that no backup ever held, nobody can tell that from a new empty one. */
  readonly isEmpty: boolean
}

export function chooseAttack(mode: AttackMode, random: Random): Attack {
  const pace = random.pick<Pace>(['one-night', 'one-night', 'one-night', 'three-nights', 'slow'])
  return {
    mode,
    pace,
    firstNight: 3 + random.below(4),
    nights: pace === 'one-night' ? 1 : pace === 'three-nights' ? 3 : 8 + random.below(5),
    keepsNames: mode.group !== 'container' && random.chance(0.35),
    timestomps: random.chance(0.3),
    inPlace: mode.group !== 'container' && random.chance(0.6),
    leavesNotes: mode.note !== undefined && pace !== 'slow' && random.chance(0.5),
  }
}

/** Plays one night of the attack on the files; the strikes of this night. */
export function strike(
  attack: Attack,
  files: Files,
  struck: ReadonlySet<string>,
  { random, night, campaign }: { random: Random; night: number; campaign: string },
): { strikes: Strike[]; notes: string[] } {
  const none = { strikes: [], notes: [] }
  const since = night - attack.firstNight
  if (since < 0 || since >= attack.nights) return none
  const open = random.shuffled([...files.keys()].filter((path) => !struck.has(path)))
  const share = attack.pace === 'one-night' ? 0.6 + random.next() * 0.4 : 1 / (attack.nights - since)
  const wanted = attack.pace === 'slow' ? 1 : Math.ceil(open.length * share)
  const strikes: Strike[] = []
  for (const path of open) {
    if (strikes.length >= wanted) break
    const plain = bytesOf(files, path)
    const attacked = attack.mode.encrypt(plain, path, campaign)
    if (attacked === undefined || plain.equals(attacked.bytes)) continue
    const newPath = attack.keepsNames ? path : attacked.path
    if (newPath !== path && files.has(newPath)) continue
    files.delete(path)
    files.set(newPath, attacked.bytes)
    strikes.push({ path, newPath, night, isEmpty: attacked.bytes.length === 0 })
  }
  return { strikes, notes: leaveNotes(attack, files, strikes, campaign) }
}

function leaveNotes(attack: Attack, files: Files, strikes: readonly Strike[], campaign: string): string[] {
  const note = attack.leavesNotes ? attack.mode.note?.(campaign) : undefined
  if (note === undefined) return []
  const paths = [...new Set(strikes.map(({ path }) => folderOf(path)))].map(
    (folder) => `${folder}/${note.name}`,
  )
  for (const path of paths) files.set(path, Buffer.from(note.text))
  return paths
}
