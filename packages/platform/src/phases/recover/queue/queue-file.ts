import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

import { AnlaufError } from '../../../core/failure.ts'
import { writeFailure } from '../write-failure.ts'
import type { CaseQueue, UnitQueue } from './build-queue.ts'
import { isSealed, type QueueGroup, type QueueItem } from './queue-group.ts'

/**
 * Writes a queue as JSON, one group a line, readable by the owner only: its paths tell about customers. Throws
 * `unsafe-target` when the file exists.
 */
export function writeQueueFile(file: string, queue: CaseQueue): void {
  const handle = openNew(file)
  try {
    const { units, ...head } = queue
    writeFileSync(handle, `${JSON.stringify(head)}\n`)
    for (const { groups, ...unit } of units) {
      writeFileSync(handle, `${JSON.stringify(unit)}\n`)
      for (const group of groups) writeFileSync(handle, `${JSON.stringify(group)}\n`)
    }
    writeFileSync(handle, '{"end":true}\n', { flush: true })
  } catch (error) {
    rmSync(file, { force: true })
    throw writeFailure(error, file)
  } finally {
    closeSync(handle)
  }
}

/** Reads a queue file and believes only groups whose digest is that of their facts. Throws `not-found`, `input-invalid`. */
export function readQueueFile(file: string): CaseQueue {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AnlaufError('not-found', `The queue ${file} cannot be read.`, {
      hint: 'Check the path; a queue is made with "anlauf recover queue make".',
      cause,
    })
  }
  return parseQueue(text)
}

/** What `writeQueueFile` wrote. Throws `input-invalid` for anything else, also for a file that was cut short. */
export function parseQueue(text: string): CaseQueue {
  const lines = text.trimEnd().split('\n')
  if (lines.pop() !== '{"end":true}') throw invalid('it was cut short')
  const [head, ...rest] = lines.map(parseLine)
  if (head?.['kind'] !== 'case-queue' || head['version'] !== 1) throw invalid('it is no queue of version 1')
  const units: { unit: UnitQueue; groups: QueueGroup[] }[] = []
  for (const line of rest) {
    if (!('facts' in line)) {
      const groups: QueueGroup[] = []
      units.push({ unit: { ...(line as unknown as UnitQueue), groups }, groups })
      continue
    }
    const group = line as unknown as QueueGroup
    const last = units.at(-1)
    if (!isGroup(group) || last?.unit.unit !== group.unit) throw invalid('a group is not as it was written')
    last.groups.push(group)
  }
  return { ...(head as unknown as Omit<CaseQueue, 'units'>), units: units.map(({ unit }) => unit) }
}

function parseLine(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>
  } catch {
    throw invalid('a line is no JSON')
  }
}

function isGroup(group: QueueGroup): boolean {
  try {
    return group.items.length > 0 && group.items.every(isItem) && isSealed(group)
  } catch {
    // Fields of another shape have no digest.
    return false
  }
}

function isItem({ host, path, newest }: QueueItem): boolean {
  return typeof host === 'string' && typeof path === 'string' && typeof newest.contentKey === 'string'
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw writeFailure(error, file)
    throw new AnlaufError('unsafe-target', `${file} exists already.`, {
      hint: 'Name a new file, or move this one away; decisions may rest on it.',
    })
  }
}

function invalid(why: string): AnlaufError {
  return new AnlaufError('input-invalid', `The queue cannot be used: ${why}.`, {
    hint: 'Make it again with "anlauf recover queue make"; a queue is not edited by hand.',
  })
}
