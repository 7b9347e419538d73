/** What can be chosen from, and what is known of each element. */
export const collections = {
  tenants: { affected: 'flag', personalData: 'flag', released: 'flag', wave: 'text', language: 'texts' },
  services: { affected: 'flag', operational: 'flag', tier: 'number', tenancy: 'text', name: 'text' },
  systems: { affected: 'flag', isolated: 'flag', kind: 'text', zone: 'texts', name: 'text' },
  datasets: { affected: 'flag', kind: 'text', class: 'texts', service: 'text', name: 'text' },
} as const

export type Collection = keyof typeof collections
type AttributeKind = 'flag' | 'text' | 'number' | 'texts'

/** Some of a collection: "tenants where affected and not released". `text` is how it was written, tidied. */
export interface Selection {
  readonly text: string
  readonly from: Collection
  readonly where?: Condition
}

export type Condition =
  | { readonly kind: 'flag'; readonly name: string }
  | {
      readonly kind: 'compare'
      readonly name: string
      readonly operator: Operator
      readonly value: string | number
    }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'has'

/** An element as a condition sees it; what is not known is absent, and no condition about it holds. */
export type Element = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** What is wrong with a selection's text, and how to mend it. */
export interface SelectionProblem {
  readonly message: string
  readonly hint: string
}

/** Deeper nesting than a person writes. */
const maxDepth = 16

/**
 * Reads a selection. The language is closed, nothing in it runs:
 *
 *     selection  = collection [ "where" or ]
 *     or         = and { "or" and }          and = term { "and" term }
 *     term       = "not" term | "(" or ")" | flag | name operator value
 *     operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "has"
 */
export function parseSelection(text: string): Selection | SelectionProblem {
  const tokens = text.match(/"[^"]*"|[A-Za-z0-9_.-]+|<=|>=|!=|[=<>()]|\S/g) ?? []
  const [first = '', where, ...rest] = tokens
  if (!Object.hasOwn(collections, first)) {
    return wrong(`there is no collection "${first}"`, `Choose from ${Object.keys(collections).join(', ')}.`)
  }
  const from = first as Collection
  if (where === undefined) return { text: from, from }
  if (where !== 'where') return wrong(`"${where}" stands where only "where" may`, `Write "${from} where …".`)
  const reader = conditionReader(from, rest)
  const condition = reader()
  return 'message' in condition
    ? condition
    : { text: `${from} where ${textOf(condition, false)}`, from, where: condition }
}

/** True when the element is chosen. */
export function chooses({ where }: Selection, element: Element): boolean {
  return where === undefined || holds(where, element)
}

function holds(condition: Condition, element: Element): boolean {
  switch (condition.kind) {
    case 'flag':
      return element[condition.name] === true
    case 'not':
      return isKnown(condition.of, element) && !holds(condition.of, element)
    case 'and':
      return condition.of.every((one) => holds(one, element))
    case 'or':
      return condition.of.some((one) => holds(one, element))
    case 'compare':
      return compares(element[condition.name], condition.operator, condition.value)
  }
}

/** "not released" must not choose somebody of whom nobody knows. */
function isKnown(condition: Condition, element: Element): boolean {
  if (condition.kind === 'flag' || condition.kind === 'compare') return element[condition.name] !== undefined
  const parts = condition.kind === 'not' ? [condition.of] : condition.of
  return parts.every((one) => isKnown(one, element))
}

function compares(found: Element[string] | undefined, operator: Operator, value: string | number): boolean {
  if (found === undefined) return false
  if (operator === 'has') return Array.isArray(found) && found.includes(String(value))
  if (operator === '=') return found === value
  if (operator === '!=') return found !== value
  if (typeof found !== 'number' || typeof value !== 'number') return false
  if (operator === '<') return found < value
  if (operator === '<=') return found <= value
  return operator === '>' ? found > value : found >= value
}

function conditionReader(from: Collection, tokens: readonly string[]): () => Condition | SelectionProblem {
  const attributes = collections[from] as Readonly<Record<string, AttributeKind>>
  let at = 0
  const chain = (
    word: 'and' | 'or',
    next: (depth: number) => Condition | SelectionProblem,
    depth: number,
  ) => {
    const parts: Condition[] = []
    do {
      const part = next(depth)
      if ('message' in part) return part
      parts.push(part)
    } while (tokens[at] === word && (at += 1) > 0)
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind: word, of: parts }
  }
  const or = (depth: number): Condition | SelectionProblem => chain('or', and, depth)
  const and = (depth: number): Condition | SelectionProblem => chain('and', term, depth)
  const term = (depth: number): Condition | SelectionProblem => {
    const token = tokens[at]
    at += 1
    if (depth > maxDepth) return wrong('the condition is nested too deeply', 'Split the stage in two.')
    if (token === undefined) return wrong('the condition ends too early', 'Write what must hold.')
    if (token === 'not') {
      const of = term(depth + 1)
      return 'message' in of ? of : { kind: 'not', of }
    }
    if (token !== '(') return comparison(token)
    const inner = or(depth + 1)
    if ('message' in inner) return inner
    if (tokens[at] !== ')') return wrong('a ")" is missing', 'Close every "(".')
    at += 1
    return inner
  }
  const comparison = (name: string): Condition | SelectionProblem => {
    const kind = Object.hasOwn(attributes, name) ? attributes[name] : undefined
    if (kind === undefined) {
      return wrong(
        `nothing is known as "${name}" of ${from}`,
        `Known: ${Object.keys(attributes).join(', ')}.`,
      )
    }
    if (kind === 'flag') return { kind: 'flag', name }
    const [operator, value] = [tokens[at] ?? '', tokens[at + 1]]
    at += 2
    const fitting = operatorsOf[kind]
    if (!fitting.includes(operator as Operator) || value === undefined) {
      return wrong(
        `"${name}" is not compared with anything`,
        `Write "${name} ${fitting[0]} …" (${fitting.join(' ')}).`,
      )
    }
    const plain = value.replaceAll('"', '')
    if (kind !== 'number') return { kind: 'compare', name, operator: operator as Operator, value: plain }
    if (!/^\d{1,9}$/.test(plain)) return wrong(`"${value}" is not a number`, `Write "${name} ${operator} 1".`)
    return { kind: 'compare', name, operator: operator as Operator, value: Number(plain) }
  }
  return () => {
    const condition = or(0)
    if ('message' in condition || at >= tokens.length) return condition
    return wrong(`"${tokens[at]}" was not expected`, 'Join conditions with "and" or "or".')
  }
}

const operatorsOf: Readonly<Record<AttributeKind, readonly Operator[]>> = {
  flag: [],
  text: ['=', '!='],
  number: ['=', '!=', '<', '<=', '>', '>='],
  texts: ['has'],
}

function textOf(condition: Condition, isInner: boolean): string {
  switch (condition.kind) {
    case 'flag':
      return condition.name
    case 'not':
      return `not ${textOf(condition.of, true)}`
    case 'compare': {
      const { name, operator, value } = condition
      return `${name} ${operator} ${typeof value === 'number' ? value : `"${value}"`}`
    }
    case 'and':
    case 'or': {
      const text = condition.of.map((one) => textOf(one, true)).join(` ${condition.kind} `)
      return isInner ? `(${text})` : text
    }
  }
}

function wrong(message: string, hint: string): SelectionProblem {
  return { message, hint }
}
