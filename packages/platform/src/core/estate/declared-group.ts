import type { Estate } from './model.ts'

const indexes = new WeakMap<Estate, ReadonlyMap<string, readonly RegExp[]>>()

/**
 * The directory that the estate declares to move as one and that a path lies in; undefined when it declares none.
 * A pattern is relative to the data set's root; `*` and `{…}` stand for exactly one folder name each.
 */
export function declaredGroupOf(
  estate: Estate,
  { host, path }: { readonly host: string; readonly path: string },
): string | undefined {
  const index = indexes.get(estate) ?? buildIndex(estate)
  indexes.set(estate, index)
  for (const pattern of index.get(host) ?? []) {
    const root = pattern.exec(path)?.[1]
    if (root !== undefined) return root
  }
  return undefined
}

function buildIndex(estate: Estate): ReadonlyMap<string, readonly RegExp[]> {
  const index = new Map<string, RegExp[]>()
  for (const { on, source, groups } of estate.datasets) {
    if (source.root === undefined) continue
    const root = source.root.replace(/\/$/, '')
    const patterns = groups.map((pattern) => {
      const names = pattern
        .split('/')
        .map((name) => (/^(?:\*|\{[^{}]*\})$/.test(name) ? '[^/]+' : RegExp.escape(name)))
      return new RegExp(`^(${RegExp.escape(root)}/${names.join('/')})/`)
    })
    index.set(on, [...(index.get(on) ?? []), ...patterns])
  }
  return index
}
