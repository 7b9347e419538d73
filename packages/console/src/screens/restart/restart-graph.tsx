import type { RestartPlan } from '../../api/shapes.ts'
import { DependencyGraph } from '../../charts/dependency-graph.tsx'
import type { Tone } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { restartWords } from './restart-words.ts'

type Service = RestartPlan['services'][number]

/** A service is back when all its tenants are; what was not hit waits for nobody. */
export function stateOf({ hit, tenants }: Service): 'back' | 'coming' | 'hit' | 'fine' {
  if (!hit) return 'fine'
  if (tenants.total > 0 && tenants.handedBack === tenants.total) return 'back'
  return tenants.restored > 0 || tenants.handedBack > 0 ? 'coming' : 'hit'
}

export const stateTones: Readonly<Record<ReturnType<typeof stateOf>, Tone>> = {
  back: 'good',
  coming: 'busy',
  hit: 'bad',
  fine: 'unknown',
}

export function RestartGraph({ plan }: { plan: RestartPlan }) {
  const words = useWords(restartWords)
  const { language } = useLanguage()
  const { services, critical } = plan
  const placed = services.filter(({ wave }) => wave !== null)
  if (placed.length === 0) return null
  const layers = Map.groupBy(placed, ({ wave }) => wave ?? 0)
  const waveOf = new Map(placed.map(({ id, wave }) => [id, wave ?? 0]))
  const edges = placed.flatMap(({ id, wave, needs }) =>
    needs
      .filter(({ service }) => (waveOf.get(service) ?? Infinity) < (wave ?? 0))
      .map(({ service, kind }) => ({ from: service, to: id, kind })),
  )
  const nodes = placed.map((service) => ({
    id: service.id,
    name: service.name[language],
    note: service.hit
      ? `${words.states[stateOf(service)]} · ${count(service.tenants.handedBack, language)}/${count(service.tenants.total, language)}`
      : words.states.fine,
    tone: stateTones[stateOf(service)],
  }))
  return (
    <section aria-labelledby="restart-graph">
      <h2 id="restart-graph">{words.graph}</h2>
      <DependencyGraph
        nodes={nodes}
        layers={[...layers.entries()]
          .toSorted(([a], [b]) => a - b)
          .map(([, layer]) => layer.map(({ id }) => id))}
        edges={edges}
        strong={new Set(critical?.services)}
        label={words.graphLabel}
        caption={words.legend}
      />
    </section>
  )
}
