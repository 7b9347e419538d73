import type { CaseSession, FactCommand } from '../../../../core/case/index.ts'
import type { GivenOut, GivenUnit } from '../../../../phases/recover/shards/index.ts'
import { signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'

/** Records for every unit that it was given out, once a run: before the first part can be worked on. */
export async function recordGivenOut(
  context: AnlaufContext,
  session: CaseSession,
  { run, engine }: GivenOut,
  units: readonly GivenUnit[],
): Promise<void> {
  const facts = units.flatMap(({ unit, planDigest, shards }): FactCommand[] => {
    const state = session.state.units.get(unit)
    if (state?.givenOut?.run === run || isRestored(state, planDigest)) return []
    const { ruleSetDigest } = engine
    return [{ type: 'unit.givenOut', unit, run, planDigest, ruleSetDigest, parts: shards.length }]
  })
  if (facts.length > 0) await session.execute({ command: 'record', facts }, signature(context))
}

/** Then the run is known already; asking for it again gives nothing out. */
function isRestored(
  state: { readonly chosen?: { readonly planDigest: string }; readonly restored?: unknown } | undefined,
  planDigest: string,
): boolean {
  return state?.restored !== undefined && state.chosen?.planDigest === planDigest
}
