/**
 * The night drill: a small provider, attacked, detected, restored clean and reopened, with a score
 * against the truth.
 *
 *     content ─▶ days + backups ─▶ attack nights ─▶ detect ─▶ recover ─▶ gate ─▶ site
 *        └──────────── truth (every version's hash) ──────────────▶ score ◀──┘
 *
 * Guarantees: attacks only folders that carry the drill's own marker file; the transforms are reversible
 * and made with fixed test keys; equal seeds give equal estates. The responders never see the truth.
 * Non-guarantees: containment is played on folders, not on machines; times of the nights are simulated.
 */
export { drillCommand } from './command.ts'
