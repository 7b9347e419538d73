/** A directed graph whose layers are known: every edge leads from an earlier layer to a later one. */
export interface LayeredGraph {
  readonly layers: readonly (readonly string[])[]
  /** From what is needed to what needs it. */
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

export interface PlacedNode {
  readonly id: string
  readonly x: number
  readonly y: number
}

export interface PlacedGraph {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<string, PlacedNode>
}

/** In pixels; names of services have up to 20 letters. */
export const nodeSize = { width: 168, height: 40 } as const
const gap = { x: 64, y: 16 } as const
/** The order settles after few passes; dagre takes 24. */
const passes = 8

/**
 * Places layers from left to right and orders each so that edges cross little: every node moves to the middle of its
 * neighbours (barycentre method, Sugiyama 1981). The same graph gives the same picture.
 */
export function placeGraph({ layers, edges }: LayeredGraph): PlacedGraph {
  const orders = layers.map((layer) => [...layer])
  const before = neighbours(edges, (edge) => [edge.to, edge.from])
  const after = neighbours(edges, (edge) => [edge.from, edge.to])
  for (let pass = 0; pass < passes; pass += 1) {
    const isForward = pass % 2 === 0
    const side = isForward ? before : after
    const rest = isForward ? orders.slice(1) : orders.slice(0, -1).toReversed()
    for (const layer of rest) sortByMiddle(layer, side, placesOf(orders))
  }
  const tallest = Math.max(1, ...orders.map(({ length }) => length))
  const height = tallest * (nodeSize.height + gap.y) - gap.y
  const nodes = new Map<string, PlacedNode>()
  for (const [column, layer] of orders.entries()) {
    const own = layer.length * (nodeSize.height + gap.y) - gap.y
    for (const [row, id] of layer.entries()) {
      const x = column * (nodeSize.width + gap.x)
      nodes.set(id, { id, x, y: (height - own) / 2 + row * (nodeSize.height + gap.y) })
    }
  }
  return { width: Math.max(0, orders.length * (nodeSize.width + gap.x) - gap.x), height, nodes }
}

function neighbours(
  edges: LayeredGraph['edges'],
  ends: (edge: LayeredGraph['edges'][number]) => [string, string],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const edge of edges) {
    const [own, other] = ends(edge)
    const list = found.get(own)
    if (list === undefined) found.set(own, [other])
    else list.push(other)
  }
  return found
}

/** Where each node is in its layer, as a share of it: layers have different lengths. */
function placesOf(orders: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  return new Map(orders.flatMap((layer) => layer.map((id, at) => [id, (at + 0.5) / layer.length] as const)))
}

function sortByMiddle(
  layer: string[],
  side: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, number>,
): void {
  const middles = new Map(
    layer.map((id) => {
      const others = (side.get(id) ?? []).flatMap((other) => places.get(other) ?? [])
      const sum = others.reduce((total, place) => total + place, 0)
      return [id, others.length === 0 ? (places.get(id) ?? 0) : sum / others.length] as const
    }),
  )
  layer.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0))
}

/** A line from the right edge of one node to the left edge of another, leaving and arriving level. */
export function edgePath(from: PlacedNode, to: PlacedNode): string {
  const [x0, y0] = [from.x + nodeSize.width, from.y + nodeSize.height / 2]
  const [x1, y1] = [to.x, to.y + nodeSize.height / 2]
  const bend = Math.max(24, (x1 - x0) / 2)
  return `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`
}
