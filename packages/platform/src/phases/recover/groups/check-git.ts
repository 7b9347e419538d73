import type { Node } from '@anlauf/repository'

import type { GroupCheck, ReadMember } from './group-check.ts'

/** An index of a pack with two million objects has 64 MiB. */
const indexLimit = 64 * 1024 * 1024
const smallLimit = 4 * 1024 * 1024
/** Repositories of forges have some thousand; more are looked at as a sample. */
const maxReferences = 10_000

/**
 * git: HEAD and every reference name an object that is there, loose or in a pack whose index came with it
 * (gitformat-pack, gitrepository-layout). What the objects hold is not read.
 */
export const checkGit: GroupCheck = async (group, members, read) => {
  const nodes = new Map(members.map(({ path, node }) => [path.slice(group.root.length + 1), node]))
  const head = nodes.get('HEAD')
  if (head === undefined) return 'HEAD is missing'
  const headText = (await read(head, smallLimit))?.toString('latin1') ?? ''
  if (!/^(?:ref: refs\/[^\0\n]+|[0-9a-f]{40}|[0-9a-f]{64})\n?$/.test(headText)) return 'HEAD names nothing'
  for (const name of nodes.keys()) {
    const other = /^(objects\/pack\/pack-.+)\.pack$/.exec(name)?.[1]
    if (other !== undefined && !nodes.has(`${other}.idx`)) return `${name} came without its index`
  }
  const wanted = await referencesIn(nodes, read)
  const isLoose = (id: string): boolean => nodes.has(`objects/${id.slice(0, 2)}/${id.slice(2)}`)
  let open = [...wanted].filter(([, id]) => !isLoose(id))
  for (const [name, node] of nodes) {
    if (open.length === 0) return undefined
    if (!/^objects\/pack\/pack-.+\.idx$/.test(name)) continue
    const index = await read(node, indexLimit)
    if (index === undefined) return `${name} cannot be read`
    open = open.filter(([, id]) => !isInIndex(index, id))
  }
  // Objects of another repository on the same machine: what is not here is there.
  if (open.length === 0 || nodes.has('objects/info/alternates')) return undefined
  return `${open[0]?.[0]} names the object ${open[0]?.[1].slice(0, 12)}, which is not there`
}

async function referencesIn(
  nodes: ReadonlyMap<string, Node>,
  read: ReadMember,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const packed = nodes.get('packed-refs')
  const lines = packed === undefined ? '' : ((await read(packed, indexLimit))?.toString('latin1') ?? '')
  for (const [, id = '', name = ''] of lines.matchAll(/^([0-9a-f]{40}|[0-9a-f]{64}) (\S+)$/gm)) {
    if (found.size < maxReferences) found.set(name, id)
  }
  for (const [name, node] of nodes) {
    if (!name.startsWith('refs/') || found.size >= maxReferences) continue
    const id = /^([0-9a-f]{40}|[0-9a-f]{64})\n?$/.exec(
      (await read(node, smallLimit))?.toString('latin1') ?? '',
    )?.[1]
    if (id !== undefined) found.set(name, id)
  }
  return found
}

/** Looks an object up in an index of version 2: magic, version, 256 counts, sorted ids. */
function isInIndex(index: Buffer, id: string): boolean {
  const hash = Buffer.from(id, 'hex')
  const start = 8 + 256 * 4
  if (index.length < start || index.readUInt32BE(0) !== 0xff744f63 || index.readUInt32BE(4) !== 2)
    return false
  const first = hash[0] ?? 0
  let low = first === 0 ? 0 : index.readUInt32BE(8 + (first - 1) * 4)
  let high = index.readUInt32BE(8 + first * 4)
  if (start + high * hash.length > index.length) return false
  while (low < high) {
    const middle = (low + high) >>> 1
    const at = start + middle * hash.length
    const order = hash.compare(index.subarray(at, at + hash.length))
    if (order === 0) return true
    if (order < 0) high = middle
    else low = middle + 1
  }
  return false
}
