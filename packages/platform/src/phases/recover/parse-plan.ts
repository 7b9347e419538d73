import { type BlobId, contentKey, encodeName, type Node, timeToNanoseconds } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { type LeftOut, type PlanItem, type ReasonCode, type RecoveryPlan, type UnitPlan } from './plan.ts'
import { placeOf, unitFolder } from './unit-folder.ts'

type Fields = Readonly<Record<string, unknown>>

const reasons: Readonly<Record<ReasonCode, true>> = {
  unchangedSinceTrusted: true,
  newestClean: true,
  olderBecauseEncrypted: true,
  olderBecauseUnknown: true,
  restoredDeletedInWindow: true,
  groupHeldBack: true,
  wholeSnapshot: true,
  reviewedByPerson: true,
  tenantDecision: true,
  noCleanVersion: true,
  excludedByRule: true,
  notNeeded: true,
}
const itemFields = [
  'host',
  'path',
  'type',
  'snapshot',
  'reason',
  'size',
  'mode',
  'mtime',
  'content',
  'contentKey',
  'linkTarget',
  'decision',
  'rejected',
]

/**
 * Reads a plan from its JSON and believes none of it: every field has its shape, every path stays inside its folder,
 * every content key is that of its blobs, and nothing is placed twice. Fields come back in the order in which they
 * were planned, so that the digest does not depend on white space. Throws `plan-invalid`, naming the place.
 */
export function parsePlan(text: string): RecoveryPlan {
  const plan = fieldsOf(parseJson(text), 'the plan', ['kind', 'version', 'repository', 'units'])
  need(
    plan['kind'] === 'recovery-plan' && plan['version'] === 1,
    'the plan',
    'is no recovery plan of version 1',
  )
  const { repository } = plan
  need(isId(repository), 'repository', 'is no repository id')
  const units = listOf(plan['units'], 'units').map((unit, at) => unitOf(unit, `units[${at}]`))
  const folders = new Set(units.map(({ unit }) => unitFolder('', unit)))
  need(folders.size === units.length, 'units', 'names a unit twice')
  return { kind: 'recovery-plan', version: 1, repository, units }
}

function unitOf(value: unknown, place: string): UnitPlan {
  const raw = fieldsOf(value, place, ['unit', 'items', 'leftOut', 'decisions'])
  const { unit, decisions } = raw
  need(isName(unit) && unit !== '' && encodeName(unit).length <= 255, `${place}.unit`, 'is no unit')
  const items = listOf(raw['items'], `${place}.items`).map((item, at) =>
    itemOf(item, `${place}.items[${at}]`),
  )
  const taken = new Set<string>()
  for (const [at, item] of items.entries()) {
    const target = placeOf('', item).toString('latin1')
    need(!taken.has(target), `${place}.items[${at}]`, 'has the place of an item before it')
    taken.add(target)
  }
  const leftOut = listOf(raw['leftOut'], `${place}.leftOut`).map((one, at) =>
    leftOutOf(one, `${place}.leftOut[${at}]`),
  )
  need(decisions === undefined || isId(decisions), `${place}.decisions`, 'is no digest')
  return { unit, items, leftOut, ...(decisions === undefined ? {} : { decisions }) }
}

function itemOf(value: unknown, place: string): PlanItem {
  const raw = fieldsOf(value, place, itemFields)
  const { host, path, type, snapshot, reason, size, mode, mtime, linkTarget, decision } = raw
  need(isName(host), `${place}.host`, 'is no host')
  need(isPath(path), `${place}.path`, 'is no path of a backup')
  need(type === 'file' || type === 'symlink', `${place}.type`, 'is neither file nor symlink')
  need(isId(snapshot), `${place}.snapshot`, 'is no snapshot id')
  need(isReason(reason), `${place}.reason`, 'is no known reason')
  need(isCount(size), `${place}.size`, 'is no number of bytes')
  need(isCount(mode) && mode <= 0o7777, `${place}.mode`, 'are no permissions')
  need(isTime(mtime), `${place}.mtime`, 'is no time')
  const content = listOf(raw['content'], `${place}.content`) as readonly BlobId[]
  need(content.every(isId), `${place}.content`, 'is no list of blob ids')
  const key = contentKey({ content } as Partial<Node> as Node)
  need(raw['contentKey'] === key, `${place}.contentKey`, 'is not the key of the content')
  need(linkTarget === undefined || isName(linkTarget), `${place}.linkTarget`, 'is no link target')
  need(decision === undefined || isId(decision), `${place}.decision`, 'is no digest')
  return {
    host,
    path,
    type,
    snapshot,
    reason,
    size,
    mode,
    mtime,
    content,
    contentKey: key,
    ...(linkTarget === undefined ? {} : { linkTarget }),
    ...(decision === undefined ? {} : { decision }),
    rejected: listOf(raw['rejected'], `${place}.rejected`).map((one, at) =>
      rejectedOf(one, `${place}.rejected[${at}]`),
    ),
  }
}

function rejectedOf(value: unknown, place: string): PlanItem['rejected'][number] {
  const { snapshot, reason } = fieldsOf(value, place, ['snapshot', 'reason'])
  need(isId(snapshot), `${place}.snapshot`, 'is no snapshot id')
  need(typeof reason === 'string', `${place}.reason`, 'is no text')
  return { snapshot, reason }
}

function leftOutOf(value: unknown, place: string): LeftOut {
  const { host, path, reason, why } = fieldsOf(value, place, ['host', 'path', 'reason', 'why'])
  need(isName(host), `${place}.host`, 'is no host')
  need(isPath(path), `${place}.path`, 'is no path of a backup')
  need(isLeftOutReason(reason), `${place}.reason`, 'is no known reason')
  need(typeof why === 'string', `${place}.why`, 'is no text')
  return { host, path, reason, why }
}

function isLeftOutReason(reason: unknown): reason is LeftOut['reason'] {
  const known = [
    'noCleanVersion',
    'excludedByRule',
    'groupHeldBack',
    'wholeSnapshot',
    'notNeeded',
    'reviewedByPerson',
    'tenantDecision',
  ]
  return known.includes(reason as string)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('the plan', 'is no JSON; perhaps it was cut short')
  }
}

/** An object with none but these fields: whatever else somebody wrote there would be silently ignored. */
function fieldsOf(value: unknown, place: string, known: readonly string[]): Fields {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), place, 'has no fields')
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  need(unknown === undefined, place, `has the unknown field ${JSON.stringify(unknown)}`)
  return value as Fields
}

function listOf(value: unknown, place: string): readonly unknown[] {
  need(Array.isArray(value), place, 'is no list')
  return value
}

function need(holds: boolean, place: string, what: string): asserts holds {
  if (!holds) throw invalid(place, what)
}

function invalid(place: string, what: string): AnlaufError {
  return new AnlaufError('plan-invalid', `The plan cannot be used: ${place} ${what}.`, {
    hint: 'Make the plan again with "anlauf recover plan"; a plan is not edited by hand. Nothing was restored.',
    context: { place },
  })
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isReason(value: unknown): value is ReasonCode {
  return typeof value === 'string' && Object.hasOwn(reasons, value)
}

/** A byte string without NUL, at most as long as Linux lets a path be. */
function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 4096 || value.includes('\0')) return false
  // Lone surrogates stand for single bytes; others stand for nothing.
  return value.isWellFormed() || !/[\ud800-\udc7f\udd00-\udfff]/u.test(value)
}

function isPath(value: unknown): value is string {
  if (!isName(value) || !value.startsWith('/')) return false
  const names = value.slice(1).split('/')
  return names.every((name) => name !== '' && name !== '.' && name !== '..')
}

function isTime(value: unknown): value is string {
  if (typeof value !== 'string') return false
  try {
    return timeToNanoseconds(value) !== undefined
  } catch {
    return false
  }
}
