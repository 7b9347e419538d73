import './charts.css'

import type { ReactNode } from 'react'

import { edgePath, type LayeredGraph, nodeSize, type PlacedNode, placeGraph } from './layered-graph.ts'

export interface GraphNode {
  readonly id: string
  readonly name: string
  /** A short second line: a word, never only a colour. */
  readonly note?: string
  readonly tone?: 'good' | 'busy' | 'warn' | 'bad' | 'unknown'
}

interface DependencyGraphProps {
  readonly nodes: readonly GraphNode[]
  readonly layers: LayeredGraph['layers']
  readonly edges: readonly { readonly from: string; readonly to: string; readonly kind?: string }[]
  /** Edges and nodes that are drawn strong. */
  readonly strong?: ReadonlySet<string>
  /** What it shows; the table that says the same stands beside it. */
  readonly label: string
  readonly caption?: ReactNode
}

/** A drawing of who needs whom. Whoever cannot see it reads the table of the same facts. */
export function DependencyGraph({ nodes, layers, edges, strong, label, caption }: DependencyGraphProps) {
  const placed = placeGraph({ layers, edges })
  const named = new Map(nodes.map((node) => [node.id, node]))
  const pad = 6
  return (
    <figure className="graph">
      <div className="graph-scroll" tabIndex={0} role="region" aria-label={label}>
        <svg
          role="img"
          aria-label={label}
          width={placed.width + 2 * pad}
          height={placed.height + 2 * pad}
          viewBox={`${-pad} ${-pad} ${placed.width + 2 * pad} ${placed.height + 2 * pad}`}
        >
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8Z" />
            </marker>
          </defs>
          {edges.map(({ from, to, kind }) => {
            const [start, end] = [placed.nodes.get(from), placed.nodes.get(to)]
            if (start === undefined || end === undefined) return null
            const isStrong = strong?.has(from) === true && strong.has(to)
            return (
              <path
                key={`${from} ${to} ${kind ?? ''}`}
                className="graph-edge"
                data-kind={kind}
                data-strong={isStrong || undefined}
                d={edgePath(start, end)}
                markerEnd="url(#arrow)"
              />
            )
          })}
          {[...placed.nodes.values()].map((place) => (
            <Node
              key={place.id}
              place={place}
              node={named.get(place.id) ?? { id: place.id, name: place.id }}
              isStrong={strong?.has(place.id) === true}
            />
          ))}
        </svg>
      </div>
      {caption !== undefined && <figcaption className="quiet">{caption}</figcaption>}
    </figure>
  )
}

function Node({ place, node, isStrong }: { place: PlacedNode; node: GraphNode; isStrong: boolean }) {
  const { name, note, tone } = node
  return (
    <g className="graph-node" data-tone={tone} data-strong={isStrong || undefined}>
      <title>{note === undefined ? name : `${name}: ${note}`}</title>
      <rect x={place.x} y={place.y} width={nodeSize.width} height={nodeSize.height} rx="6" />
      <text x={place.x + 10} y={place.y + (note === undefined ? 25 : 17)}>
        {cut(name)}
      </text>
      {note !== undefined && (
        <text x={place.x + 10} y={place.y + 33} className="note">
          {cut(note)}
        </text>
      )}
    </g>
  )
}

/** So many letters fit into a node; the whole name is its title and stands in the table. */
function cut(text: string): string {
  return text.length <= 22 ? text : `${text.slice(0, 21)}…`
}
