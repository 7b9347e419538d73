import type { Estate } from './model.ts'

/** Services that may be started together, wave after wave; or the circles that make that impossible. */
export type RestartOrder =
  | { readonly waves: readonly (readonly string[])[] }
  | { readonly cycles: readonly (readonly string[])[] }

/**
 * The order in which services come back: everything a service needs (`hard`, `auth`) before it; within what
 * that allows, by recovery order, then by name. Soft dependencies do not wait.
 */
export function restartOrder(estate: Estate): RestartOrder {
  const needs = new Map(
    estate.services.map((service) => [
      service.id,
      new Set(service.dependsOn.filter(({ kind }) => kind !== 'soft').map(({ service: other }) => other)),
    ]),
  )
  const orderOf = new Map(estate.services.map(({ id, recovery }) => [id, recovery.order ?? 1000]))
  const waves: string[][] = []
  const done = new Set<string>()
  while (done.size < needs.size) {
    const ready = [...needs.keys()].filter(
      (id) => !done.has(id) && [...(needs.get(id) ?? [])].every((other) => done.has(other)),
    )
    if (ready.length === 0) return { cycles: cyclesIn(needs, done) }
    waves.push(ready.sort((a, b) => (orderOf.get(a) ?? 0) - (orderOf.get(b) ?? 0) || (a < b ? -1 : 1)))
    for (const id of ready) done.add(id)
  }
  return { waves }
}

/** One circle per group of services that wait for each other, starting with its smallest id. */
function cyclesIn(needs: ReadonlyMap<string, ReadonlySet<string>>, done: ReadonlySet<string>): string[][] {
  const cycles = new Map<string, string[]>()
  for (const start of needs.keys()) {
    if (done.has(start)) continue
    const path: string[] = []
    let here: string | undefined = start
    while (here !== undefined && !path.includes(here)) {
      path.push(here)
      here = [...(needs.get(here) ?? [])].find((other) => !done.has(other))
    }
    if (here === undefined) continue
    const circle = path.slice(path.indexOf(here))
    const first = circle.indexOf([...circle].sort()[0] ?? '')
    const turned = [...circle.slice(first), ...circle.slice(0, first)]
    cycles.set(turned.join(' '), turned)
  }
  return [...cycles.values()]
}
