import type { Estate } from './model.ts'

const indexes = new WeakMap<Estate, ReadonlyMap<string, readonly Root[]>>()

interface Root {
  /** With a slash at its end. */
  readonly folder: string
  readonly service: string
}

/** The service whose data a path on a machine are; undefined where no data set of the estate has its root above it. */
export function serviceOf(
  estate: Estate,
  { host, path }: { readonly host: string; readonly path: string },
): string | undefined {
  const index = indexes.get(estate) ?? buildIndex(estate)
  indexes.set(estate, index)
  return index.get(host)?.find(({ folder }) => path.startsWith(folder))?.service
}

/** The deepest root first: a data set may lie within another. */
function buildIndex({ datasets }: Estate): ReadonlyMap<string, readonly Root[]> {
  const roots = datasets.flatMap(({ on, of, source: { root } }) =>
    root === undefined ? [] : [{ host: on, folder: `${root.replace(/\/$/, '')}/`, service: of }],
  )
  const deepestFirst = roots.toSorted((a, b) => b.folder.length - a.folder.length)
  return Map.groupBy(deepestFirst, ({ host }) => host)
}
