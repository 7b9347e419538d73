import { readFileSync } from 'node:fs'

import { type CallExpression, type Node, parseSync, type Program, Visitor } from 'oxc-parser'

/** A sentence of the source, with `{1}`, `{2}` … where the program fills something in. */
export interface Sentence {
  readonly file: string
  readonly line: number
  readonly text: string
}

/**
 * Every sentence with which the program can stop somebody, read from the source: what is given for a parameter or a property
 * called `message` or `hint`, what a function called "…Problem" or a list called "missing" holds. Sentences that are put
 * together from parts that are no constants are not seen; their parts are, where they have such a name.
 */
export function saidSentences(files: readonly string[], read = readText): readonly Sentence[] {
  const sources = files.map((file) => parsed(file, read(file)))
  const takers = new Map<string, Taker[]>()
  for (const source of sources) {
    for (const [name, taker] of takersOf(source)) takers.set(name, [...(takers.get(name) ?? []), taker])
  }
  return sources.flatMap((source) => sentencesOf(source, takers))
}

interface Source {
  readonly file: string
  readonly source: string
  readonly program: Program
}

function parsed(file: string, source: string): Source {
  return { file, source, program: parseSync(file, source).program }
}

/** A function that takes a message or a hint: at which place. */
interface Taker {
  readonly file: string
  readonly places: readonly number[]
}

function takersOf({ file, program }: Source): [string, Taker][] {
  const found: [string, Taker][] = []
  const note = (name: string, params: readonly Node[]): void => {
    const places = params.flatMap((param, place) => (isText(nameOf(param)) ? [place] : []))
    if (places.length > 0) found.push([name, { file, places }])
  }
  new Visitor({
    FunctionDeclaration: ({ id, params }) => id !== null && note(id.name, params),
    VariableDeclarator: ({ id, init }) =>
      id.type === 'Identifier' && init?.type === 'ArrowFunctionExpression' && note(id.name, init.params),
  }).visit(program)
  return found
}

const reasons =
  /^(message|hint|problem|what|why|because|reason|possible|wanted|misfit|missing|conditions|needed|obstacles)$|hints$|reasons$/i
const reasonsOf = /problem|hint|misfit|why|reason|missing|wrong|obstacle/i

function sentencesOf(
  { file, source, program }: Source,
  takers: ReadonlyMap<string, readonly Taker[]>,
): Sentence[] {
  const found: Sentence[] = []
  const line = (at: number): number => source.slice(0, at).split('\n').length
  const add = (node: Node | undefined): void => {
    if (node === undefined) return
    for (const text of textsOf(node)) if (isSentence(text)) found.push({ file, line: line(node.start), text })
  }
  const addInside = (node: Node | null | undefined): void => constantsIn(node).forEach(add)
  new Visitor({
    NewExpression: ({ callee, arguments: given }) =>
      callee.type === 'Identifier' && callee.name === 'AnlaufError' && add(given[1]),
    CallExpression: (call) =>
      placesIn(call, { file, source, takers }).forEach((at) => add(call.arguments[at])),
    Property: ({ key, value, shorthand }) =>
      key.type === 'Identifier' && isText(key.name) && !shorthand && add(value),
    VariableDeclarator: ({ id, init }) =>
      id.type === 'Identifier' && reasons.test(id.name) && addInside(init),
    FunctionDeclaration: ({ id, body }) => id !== null && reasonsOf.test(id.name) && addInside(body),
  }).visit(program)
  return found
}

/** Two functions can have one name: the own one counts, then the one that is imported from its file. */
function placesIn(
  { callee }: CallExpression,
  { file, source, takers }: { file: string; source: string; takers: ReadonlyMap<string, readonly Taker[]> },
): readonly number[] {
  if (callee.type !== 'Identifier') return []
  const named = takers.get(callee.name) ?? []
  const own = named.find((taker) => taker.file === file)
  if (own !== undefined) return own.places
  const from = new RegExp(`import (?:type )?\\{[^}]*\\b${callee.name}\\b[^}]*\\} from '(\\.[^']+)'`).exec(
    source,
  )?.[1]
  const imported = named.find(
    (taker) => from !== undefined && taker.file.endsWith(from.replace(/^(\.{1,2}\/)+/, '/')),
  )
  return imported?.places ?? []
}

/** Every string that stands inside, without what is compared or given to another function. */
function constantsIn(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(constantsIn)
  if (typeof node !== 'object' || node === null || !('type' in node)) return []
  const at = node as Node
  if (at.type === 'Literal' || at.type === 'TemplateLiteral') return [at]
  if (at.type === 'BinaryExpression') return at.operator === '+' ? [at] : []
  if (at.type === 'MemberExpression' || at.type === 'NewExpression') return []
  return insideOf(at).flatMap(constantsIn)
}

function insideOf(at: Node): readonly unknown[] {
  if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') return [at.consequent, at.alternate]
  if (at.type === 'SwitchStatement') return at.cases.map(({ consequent }) => consequent)
  if (at.type === 'Property') return [at.value]
  if (at.type !== 'CallExpression') return Object.values(at)
  const bodies = at.arguments.flatMap((one) => (one.type === 'ArrowFunctionExpression' ? [one.body] : []))
  return [...bodies, at.callee.type === 'MemberExpression' ? at.callee.object : undefined]
}

/** All that a node can say; each choice inside it doubles them. Places are counted from 1. */
function textsOf(node: Node): readonly string[] {
  return partsOf(node).map((text) => {
    let place = 0
    return text.replaceAll(hole, () => `{${(place += 1)}}`)
  })
}

const hole = '\u0000'

function partsOf(node: Node): readonly string[] {
  if (node.type === 'Literal') return [typeof node.value === 'string' ? node.value : hole]
  if (node.type === 'ConditionalExpression') return [...partsOf(node.consequent), ...partsOf(node.alternate)]
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    return joined(partsOf(node.left), partsOf(node.right))
  }
  if (node.type !== 'TemplateLiteral') return [hole]
  return node.quasis.reduce<readonly string[]>(
    (texts, { value }, at) => {
      const filled = node.expressions[at]
      const withText = texts.map((text) => text + (value.cooked ?? ''))
      return filled === undefined ? withText : joined(withText, partsOf(filled))
    },
    [''],
  )
}

function joined(starts: readonly string[], ends: readonly string[]): readonly string[] {
  return starts.flatMap((start) => ends.map((end) => start + end))
}

/** Two words at least, one of them ours: a code, a key or an address says nothing by itself. */
function isSentence(text: string): boolean {
  const own = text.replaceAll(/\{\d+\}/g, '0').trim()
  return /\s/.test(own) && /[a-z]{2,}/i.test(own) && !text.includes('\n')
}

function isText(name: string | undefined): boolean {
  return name === 'message' || name === 'hint'
}

function nameOf(param: Node): string | undefined {
  const inner = param.type === 'AssignmentPattern' ? param.left : param
  return inner.type === 'Identifier' ? inner.name : undefined
}

function readText(file: string): string {
  return readFileSync(file, 'utf8')
}
