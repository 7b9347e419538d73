import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { edgePath, nodeSize, placeGraph } from './layered-graph.ts'

const graphs = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }).chain((sizes) => {
  const layers = sizes.map((size, layer) => Array.from({ length: size }, (_, at) => `${layer}-${at}`))
  const pairs = layers.flatMap((layer, at) =>
    layer.flatMap((from) => layers.slice(at + 1).flatMap((later) => later.map((to) => ({ from, to })))),
  )
  return fc.record({
    layers: fc.constant(layers),
    edges: pairs.length === 0 ? fc.constant([]) : fc.subarray(pairs),
  })
})

test('every node has a place of its own inside the picture, layers stand in their order', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { nodes, width, height } = placeGraph(graph)
      const placed = [...nodes.values()]
      assert.equal(placed.length, graph.layers.flat().length)
      for (const one of placed) {
        assert.ok(
          one.x >= 0 && one.x + nodeSize.width <= width && one.y >= 0 && one.y + nodeSize.height <= height,
        )
        const isAlone = placed.every(
          (other) => other === one || other.x !== one.x || Math.abs(other.y - one.y) >= nodeSize.height,
        )
        assert.ok(isAlone, `${one.id} lies over another`)
      }
      for (const { from, to } of graph.edges) assert.ok((nodes.get(from)?.x ?? 0) < (nodes.get(to)?.x ?? 0))
    }),
  )
})

test('two crossing lines are untangled', () => {
  const graph = {
    layers: [
      ['a', 'b'],
      ['c', 'd'],
    ],
    edges: [
      { from: 'a', to: 'd' },
      { from: 'b', to: 'c' },
    ],
  }
  const { nodes } = placeGraph(graph)
  const y = (id: string): number => nodes.get(id)?.y ?? 0
  assert.equal(y('a') < y('b'), y('d') < y('c'))
})

test('a line begins at one node and ends at the other', () => {
  assert.equal(edgePath({ id: 'a', x: 0, y: 0 }, { id: 'b', x: 232, y: 56 }), 'M168 20C200 20 200 76 232 76')
})
