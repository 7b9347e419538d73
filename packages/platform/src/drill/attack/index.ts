/**
 * What attackers do to files, without attackers: a library of geometries, evasions and honest changes.
 *
 *     attackModes ── encrypt(plain, path, campaign) ──▶ new name and bytes ── decrypt ──▶ plain again
 *     benignTransforms ── apply(bytes, path, seed) ──▶ what an honest program would have left
 *
 * Guarantees: pure functions of bytes, made with fixed test keys that stand in the source; every mode but the
 * wipers is reversed byte for byte; names are unique. Only `player.ts` writes, and only below a folder that
 * carries the drill's marker.
 * Non-guarantees: no family's program ran to make them; where the sources are second-hand or from memory, the
 * family's file says so. Keys are not wrapped, so that what stands for them in a footer is noise.
 */
export type { AttackedFile, AttackGroup, AttackMode, RansomNote } from './attack-mode.ts'
export { attackModes } from './attack-modes.ts'
export type { BenignTransform } from './benign/benign-transform.ts'
export { benignTransforms } from './benign/benign-transforms.ts'
