/** Which files a file imports, by path. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/**
 * The loops of a graph, each as its files in the order of their imports, the first one again at the end. For every
 * import that closes a loop the shortest one through it, so that the message names as few files as can be; none is
 * named twice.
 */
export function importLoops(graph: ImportGraph): readonly (readonly string[])[] {
  const loops = new Map<string, readonly string[]>()
  for (const [from, to] of closingImports(graph)) {
    const back = shortestWay(graph, to, from)
    const first = back.indexOf(back.toSorted()[0] ?? to)
    const loop = [...back.slice(first), ...back.slice(0, first)]
    loops.set(loop.join(' '), [...loop, ...loop.slice(0, 1)])
  }
  return [...loops.values()]
}

/** Imports of a file that is on the way from which it was reached: every loop has one. */
function closingImports(graph: ImportGraph): readonly (readonly [string, string])[] {
  const closing: [string, string][] = []
  const [way, done] = [new Set<string>(), new Set<string>()]
  function walk(file: string): void {
    way.add(file)
    for (const next of graph.get(file) ?? []) {
      if (way.has(next)) closing.push([file, next])
      else if (!done.has(next)) walk(next)
    }
    way.delete(file)
    done.add(file)
  }
  for (const file of graph.keys()) if (!done.has(file)) walk(file)
  return closing
}

function shortestWay(graph: ImportGraph, from: string, to: string): readonly string[] {
  const cameFrom = new Map([[from, from]])
  for (const file of cameFrom.keys()) {
    if (file === to) break
    for (const next of graph.get(file) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, file)
  }
  const way = [to]
  for (let file = to; file !== from; way.unshift(file)) file = cameFrom.get(file) ?? from
  return way
}
