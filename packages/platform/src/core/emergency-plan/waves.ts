import type { Stage } from './model.ts'

/** Stages that may run side by side, wave after wave: each as early as its needs allow, in the order of the file. */
export function wavesOf(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const waveOf = new Map<string, number>()
  const waves: Stage[][] = []
  // Needs may stand later in the file; a plan has no circle, so each round places at least one stage.
  for (let open = [...stages]; open.length > 0; open = open.filter(({ id }) => !waveOf.has(id))) {
    for (const stage of open) {
      const needs = stage.needs.map((id) => waveOf.get(id))
      if (needs.includes(undefined)) continue
      waveOf.set(stage.id, Math.max(-1, ...needs.map((wave) => wave ?? 0)) + 1)
    }
  }
  for (const stage of stages) (waves[waveOf.get(stage.id) ?? 0] ??= []).push(stage)
  return waves
}
