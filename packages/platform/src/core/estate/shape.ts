import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'

import type { EstateProblem } from './model.ts'
import { nearest } from './nearest.ts'

/** What a place of the document may hold. */
export type Shape =
  | { readonly kind: 'text' | 'id' | 'slug' | 'number' | 'words' | 'flag' | 'span' | 'size' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'record'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }

export interface Field {
  readonly shape: Shape
  /** Value when the field is missing; without one the field is required, `null` makes it optional. */
  readonly default?: unknown
}

/** Collects problems and remembers where every value stands. */
export interface Reading {
  readonly file: string
  readonly counter: LineCounter
  readonly problems: EstateProblem[]
  readonly places: Map<string, { line: number; column: number }>
}

/** Reads a node by its shape; what does not fit becomes a problem and an empty value. */
export function readShape(reading: Reading, node: unknown, shape: Shape, path: string): unknown {
  note(reading, node, path)
  if (isAlias(node)) {
    problem(reading, node, path, 'anchors and aliases are not used here', 'Write the value out.')
    return undefined
  }
  switch (shape.kind) {
    case 'object':
      return readObject(reading, node, shape.fields, path)
    case 'list':
      return readList(reading, node, shape.of, path)
    case 'record':
      return readRecord(reading, node, shape.of, path)
    case 'words':
      return readWords(reading, node, path)
    case 'number':
      return readScalar(reading, node, path, 'a number', (value) =>
        typeof value === 'number' ? value : undefined,
      )
    case 'flag':
      return readScalar(reading, node, path, 'true or false', (value) =>
        typeof value === 'boolean' ? value : undefined,
      )
    case 'span':
      return readScalar(reading, node, path, 'a span such as 6h, 1d or 2w', hoursOf)
    case 'size':
      return readScalar(reading, node, path, 'a size such as 500GB or 2TB', bytesOf)
    case 'choice':
      return readScalar(reading, node, path, `one of ${shape.of.join(', ')}`, (value) =>
        shape.of.find((one) => one === value),
      )
    case 'text':
      return readScalar(reading, node, path, 'a text', (value) =>
        typeof value === 'string' && value !== '' ? value : undefined,
      )
    case 'id':
      return readScalar(reading, node, path, 'an id of letters, digits, ".", "-" and "_"', (value) =>
        typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value) ? value : undefined,
      )
    case 'slug':
      return readScalar(reading, node, path, 'lower-case letters, digits and "-"', (value) =>
        typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,62}$/.test(value) ? value : undefined,
      )
  }
}

export function problem(reading: Reading, node: unknown, path: string, message: string, hint: string): void {
  const { line, column } = placeOf(reading, node) ?? reading.places.get(path) ?? { line: 1, column: 1 }
  reading.problems.push({ file: reading.file, line, column, path, message, hint, severity: 'error' })
}

function readObject(
  reading: Reading,
  node: unknown,
  fields: Readonly<Record<string, Field>>,
  path: string,
): unknown {
  if (!isMap(node)) {
    problem(reading, node, path, 'here belong named fields', `Write "${Object.keys(fields)[0]}: …" below.`)
    return undefined
  }
  const found = new Map<string, Pair>()
  for (const pair of node.items) {
    const name = String(isScalar(pair.key) ? pair.key.value : pair.key)
    found.set(name, pair)
    if (!Object.hasOwn(fields, name)) {
      const guess = nearest(name, Object.keys(fields))
      const hint =
        guess === undefined ? `Known here: ${Object.keys(fields).join(', ')}.` : `Did you mean "${guess}"?`
      problem(reading, pair.key, join(path, name), `nobody knows the field "${name}"`, hint)
    }
  }
  const result: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const pair = found.get(name)
    if (pair !== undefined && pair.value !== null)
      result[name] = readShape(reading, pair.value, field.shape, join(path, name))
    else if (field.default !== undefined) {
      if (field.default !== null) result[name] = field.default
    } else problem(reading, node, path, `the field "${name}" is missing`, `Add "${name}: …" here.`)
  }
  return result
}

function readList(reading: Reading, node: unknown, of: Shape, path: string): unknown {
  if (!isSeq(node)) {
    problem(reading, node, path, 'here belongs a list', 'Start each entry with "- ", or write [a, b].')
    return []
  }
  return node.items.map((item, at) => readShape(reading, item, of, `${path}[${at}]`))
}

function readRecord(reading: Reading, node: unknown, of: Shape, path: string): unknown {
  if (!isMap(node)) {
    problem(reading, node, path, 'here belong names with values', 'Write "name: value".')
    return {}
  }
  return Object.fromEntries(
    node.items.map((pair) => {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key)
      return [name, readShape(reading, pair.value, of, join(path, name))]
    }),
  )
}

/** One text for both languages, or one for each. */
function readWords(reading: Reading, node: unknown, path: string): unknown {
  if (isScalar(node) && typeof node.value === 'string') return { de: node.value, en: node.value }
  const text: Field = { shape: { kind: 'text' } }
  return readObject(reading, node, { de: text, en: text }, path)
}

function readScalar<Value>(
  reading: Reading,
  node: unknown,
  path: string,
  expected: string,
  accept: (value: unknown) => Value | undefined,
): Value | undefined {
  const value = isScalar(node) ? accept(node.value) : undefined
  if (value !== undefined) return value
  const shown = isScalar(node) ? `"${String(node.value)}" is not` : 'this is not'
  problem(reading, node, path, `${shown} ${expected}`, 'Put texts that look like numbers or dates in quotes.')
  return undefined
}

/** Hours in "90m", "6h", "1d", "2w". */
function hoursOf(value: unknown): number | undefined {
  const [, count, unit] = (typeof value === 'string' && /^(\d{1,6})([mhdw])$/.exec(value)) || []
  if (count === undefined || Number(count) === 0) return undefined
  return Number(count) * ({ m: 1 / 60, h: 1, d: 24, w: 168 }[unit ?? 'h'] ?? 1)
}

/** Bytes in "700MB", "2TB"; units are powers of 1,000, as on the label of a disk. */
function bytesOf(value: unknown): number | undefined {
  const [, count, unit] = (typeof value === 'string' && /^(\d{1,6}(?:\.\d{1,3})?)([MGT])B$/.exec(value)) || []
  if (count === undefined) return undefined
  return Math.round(Number(count) * ({ M: 1e6, G: 1e9, T: 1e12 }[unit ?? 'G'] ?? 1))
}

function note(reading: Reading, node: unknown, path: string): void {
  const place = placeOf(reading, node)
  if (place !== undefined) reading.places.set(path, place)
}

function placeOf(reading: Reading, node: unknown): { line: number; column: number } | undefined {
  const start = (node as Node | undefined)?.range?.[0]
  if (start === undefined) return undefined
  const { line, col } = reading.counter.linePos(start)
  return { line, column: col }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
