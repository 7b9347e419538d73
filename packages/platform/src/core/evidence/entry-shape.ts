import type { Entry } from './entry.ts'
import { evidenceActions } from './evidence-actions.ts'

type Test = (value: unknown) => boolean

/**
 * Every field an entry may have. Optional ones are simply absent; nothing else may stand at the top level. None may be
 * named between `prev` and `seq`: sorted, these two stand side by side, and shell and database find them by that.
 */
const required: Readonly<Record<string, Test>> = {
  action: (value) => evidenceActions.some((action) => action === value),
  actor: isName,
  at: isTime,
  case: isName,
  data: isObject,
  kind: isName,
  prev: isDigest,
  seq: (value) => isCount(value) && value !== 0,
  tool: isName,
  toolVersion: isName,
} satisfies Readonly<Record<RequiredField, Test>>

const optional: Readonly<Record<string, Test>> = {
  actorKey: isDigest,
  args: (value) => isListOf(value, isText),
  note: isText,
  object: isName,
  parent: (value) => isListOf(value, isDigest),
  sha256: isDigest,
  size: isCount,
  source: isName,
} satisfies Readonly<Record<Exclude<keyof Entry, RequiredField>, Test>>

type RequiredField =
  | 'action'
  | 'actor'
  | 'at'
  | 'case'
  | 'data'
  | 'kind'
  | 'prev'
  | 'seq'
  | 'tool'
  | 'toolVersion'

/** What is wrong with the form of an entry, in words; undefined when nothing is. */
export function shapeProblem(entry: unknown): string | undefined {
  if (!isObject(entry)) return 'it is no object'
  const absent = Object.keys(required).find((name) => !Object.hasOwn(entry, name))
  if (absent !== undefined) return `"${absent}" is missing`
  for (const [name, value] of Object.entries(entry)) {
    const test = [required, optional].find((fields) => Object.hasOwn(fields, name))?.[name]
    if (test === undefined) return `it has an unknown field "${name}"`
    if (!test(value)) return `"${name}" has a value it cannot have`
  }
  return usesChainNames(entry['data']) ? '"data" uses the names "seq" or "prev" of the chain' : undefined
}

/** A shell finds `prev` and `seq` by their text, so no nested field may carry these names. */
function usesChainNames(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesChainNames)
  if (!isObject(value)) return false
  return (
    Object.hasOwn(value, 'seq') || Object.hasOwn(value, 'prev') || Object.values(value).some(usesChainNames)
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOf(value: unknown, test: Test): boolean {
  return Array.isArray(value) && value.every(test)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** The round trip refuses the 30th of February, which a pattern lets pass. */
function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false
  const time = new Date(value)
  return !Number.isNaN(time.getTime()) && time.toISOString() === value
}
