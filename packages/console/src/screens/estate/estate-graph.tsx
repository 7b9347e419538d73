import type { EstateShape } from '../../api/shapes.ts'
import { DependencyGraph } from '../../charts/dependency-graph.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { estateWords } from './estate-words.ts'

/** Services in their waves; a soft dependency against the order is not drawn, the table has it. */
export function EstateGraph({ estate }: { estate: EstateShape }) {
  const words = useWords(estateWords)
  const { language } = useLanguage()
  const { waves, services } = estate
  if (waves === null || waves.length === 0) return null
  const waveOf = new Map(waves.flatMap((wave, at) => wave.map((id) => [id, at] as const)))
  const edges = services.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter(({ service }) => (waveOf.get(service) ?? 0) < (waveOf.get(id) ?? 0))
      .map(({ service, kind }) => ({ from: service, to: id, kind })),
  )
  const nodes = services.map(({ id, name, tier }) => ({
    id,
    name: name[language],
    ...(tier !== null && { note: `${words.tier} ${tier}` }),
  }))
  return (
    <section aria-labelledby="graph-title">
      <h2 id="graph-title">{words.graph}</h2>
      <DependencyGraph
        nodes={nodes}
        layers={waves}
        edges={edges}
        label={words.graphLabel}
        caption={words.legend}
      />
    </section>
  )
}
