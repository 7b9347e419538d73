import { type FileHandle, open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

import type { FileKind } from '@anlauf/repository'

import { type Client, rightOf } from '../access/index.ts'
import { codeOf, listObjects, type ObjectName, objectPath } from '../store/index.ts'
import { type Answer, type Refusal, refuse } from './answer.ts'
import type { VaultContext } from './context.ts'
import type { Tenant } from './tenant.ts'

const v1 = 'application/vnd.x.restic.rest.v1'
const v2 = 'application/vnd.x.restic.rest.v2'
const noObject = refuse(404, 'notFound', 'There is no such object')

/** The names of a kind, with sizes for clients that ask for version 2 of the protocol. */
export function listAnswer(
  context: VaultContext,
  repository: string,
  kind: FileKind,
  accept: string | undefined,
): Answer {
  const isV2 = accept === v2
  const entry = ({ id, size }: { id: string; size: number }): string =>
    JSON.stringify(isV2 ? { name: id, size } : id)
  async function* text(): AsyncGenerator<string> {
    let before = '['
    for await (const object of listObjects(context.vault, repository, kind)) {
      yield before + entry(object)
      before = ','
    }
    yield before === '[' ? '[]' : ']'
  }
  return {
    status: 200,
    headers: { 'content-type': isV2 ? v2 : v1 },
    body: (response) => pipeline(gathered(text()), response),
  }
}

/** An object or a range of it. Bytes of packs count against the budget of a client that has one. */
export async function objectAnswer(
  context: VaultContext,
  get: {
    readonly tenant: Tenant
    readonly client: Client
    readonly name: ObjectName
    readonly isHead: boolean
    readonly range: string | undefined
  },
): Promise<Answer | Refusal> {
  const { tenant, client, name, isHead } = get
  const file = await openObject(objectPath(context.vault, name))
  if (file === undefined) return noObject
  let handedOver = false
  try {
    const { size } = await file.stat()
    const range = rangeOf(get.range, size)
    if (range === undefined) return refuse(416, 'range', `This object has ${size} bytes`)
    const length = range.end - range.start
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(length),
      'accept-ranges': 'bytes',
      ...(range.isPart ? { 'content-range': `bytes ${range.start}-${range.end - 1}/${size}` } : {}),
    }
    const status = range.isPart ? 206 : 200
    if (isHead || length === 0) return { status, headers }
    const isBudgeted = rightOf(client.role, 'GET', name.kind) === 'budget'
    if (isBudgeted && !context.budgets.spend(tenant, name.repository, client, length))
      return refuse(403, 'readBudget', 'This client has read as many packs today as it may')
    context.metrics.count('anlauf_vault_sent_bytes_total', { type: name.kind }, length)
    handedOver = true
    return { status, headers, body: (response) => send(file, range, response) }
  } finally {
    if (!handedOver) await file.close()
  }
}

async function openObject(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw error
  }
}

async function send(
  file: FileHandle,
  { start, end }: { readonly start: number; readonly end: number },
  response: ServerResponse,
): Promise<void> {
  await pipeline(file.createReadStream({ start, end: end - 1, highWaterMark: 256 * 1024 }), response)
}

/** One range of RFC 9110 §14; the whole for anything else, `undefined` when it lies outside. */
function rangeOf(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number; readonly isPart: boolean } | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  const [, first = '', last = ''] = found ?? []
  if (found === null || (first === '' && last === '')) return { start: 0, end: size, isPart: false }
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? undefined : { start: size - length, end: size, isPart: true }
  }
  const [start, end] = [Number(first), last === '' ? size : Math.min(Number(last) + 1, size)]
  return start >= size || end <= start ? undefined : { start, end, isPart: true }
}

/** Pieces of 64 KiB: one write per name would be one system call per name. */
export async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
