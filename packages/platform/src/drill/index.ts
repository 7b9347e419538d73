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
import { buildRouteMap } from '@stricli/core'

import { drillCommand } from './command.ts'
import { replayCommand } from './replay/index.ts'

/** `anlauf drill` plays a night, as before; `anlauf drill replay` the word of four months. */
export const drillRoutes = buildRouteMap({
  docs: { brief: 'The whole story on an own small provider, scored against the truth' },
  routes: { night: drillCommand, replay: replayCommand },
  defaultCommand: 'night',
})
