import { isUtf8 } from 'node:buffer'

import { damaged, RepositoryError } from '../error.ts'
import { type BlobId, isId } from '../id.ts'
import { JsonReader } from '../json/reader.ts'
import { keepUnknownField } from '../json/unknown-fields.ts'
import { decodeName } from '../name.ts'
import { decodeCommonTree } from './decode-common.ts'
import type { ExtendedAttribute, Node, NodeType, RawField } from './node.ts'
import { unquoteName } from './quoted-name.ts'

type Draft = { -readonly [Field in keyof Node]: Node[Field] } & { unknown?: RawField[] }

/**
 * The nodes of a tree blob in stored order, nothing lost: sizes of 64 bits, unknown fields, stray bytes.
 * Names are not judged here, see `Repository.readTree`. Throws `damaged`, `unsupported` for a node type
 * that nobody knows. Format: restic `doc/design.rst`, "Trees and Data"; Go's `encoding/json`.
 */
export function decodeTree(bytes: Buffer): Node[] {
  const text = textOf(bytes)
  return decodeCommonTree(text) ?? decodeTreeCarefully(text)
}

/** The same for every tree, common or not, piece by piece. */
export function decodeTreeCarefully(text: string): Node[] {
  const reader = new JsonReader(text)
  const nodes: Node[] = []
  let found = false
  reader.object((field) => {
    if (field !== 'nodes') reader.raw()
    else {
      // Another program would take one of both lists, perhaps the other one.
      if (found) throw damaged('A tree has its list of nodes twice.')
      found = true
      if (!reader.null()) reader.array(() => nodes.push(decodeNode(reader)))
    }
  })
  reader.end()
  if (!found) throw damaged('A tree has no list of nodes.')
  return nodes
}

/** Go's zero time, which an absent field means. */
const zeroTime = '0001-01-01T00:00:00Z'

function decodeNode(reader: JsonReader): Node {
  const node: Draft = {
    name: '',
    type: 'file',
    mode: 0,
    mtime: zeroTime,
    atime: zeroTime,
    ctime: zeroTime,
    uid: 0,
    gid: 0,
  }
  let type = ''
  reader.object((field) => {
    if (field === 'type') type = reader.string()
    else if (field === 'content') node.content = reader.null() ? null : decodeContent(reader)
    else if (!reader.null()) decodeField(reader, node, field)
    else if (!knownFields.has(field)) keepUnknown(node, field, 'null')
  })
  node.type = knownType(type, node.name)
  return node
}

function decodeField(reader: JsonReader, node: Draft, field: string): void {
  switch (field) {
    case 'name':
      node.name = unquoteName(reader.string())
      return
    case 'mode':
    case 'uid':
    case 'gid':
      node[field] = reader.uint32()
      return
    case 'mtime':
    case 'atime':
    case 'ctime':
    case 'user':
    case 'group':
    case 'error':
      node[field] = reader.string()
      return
    case 'inode':
    case 'device':
      node[field] = reader.uint64()
      return
    case 'device_id':
      node.deviceId = reader.uint64()
      return
    case 'size':
    case 'links':
      node[field] = reader.integer()
      return
    case 'linktarget': {
      const readable = reader.string()
      node.linkTarget ??= readable
      return
    }
    case 'linktarget_raw':
      node.linkTarget = decodeName(decodeBase64(reader.string()))
      return
    case 'extended_attributes':
      node.extendedAttributes = decodeAttributes(reader)
      return
    case 'generic_attributes':
      node.genericAttributes = reader.raw()
      return
    case 'subtree':
      node.subtree = decodeId(reader)
      return
    default:
      keepUnknown(node, field, reader.raw())
  }
}

function keepUnknown(node: Draft, name: string, json: string): void {
  node.unknown = keepUnknownField(node.unknown ?? [], { name, json })
}

/** Fields whose `null` means "absent", as Go reads it. */
const knownFields: ReadonlySet<string> = new Set(
  (
    'name mode mtime atime ctime uid gid user group inode device_id size links linktarget linktarget_raw ' +
    'extended_attributes generic_attributes device subtree error'
  ).split(' '),
)

function decodeContent(reader: JsonReader): BlobId[] {
  const ids: BlobId[] = []
  reader.array(() => ids.push(decodeId(reader)))
  return ids
}

function decodeId(reader: JsonReader): BlobId {
  const text = reader.string()
  if (!isId(text)) throw damaged(`A tree names "${text.slice(0, 80)}" where a blob id belongs.`)
  return text as BlobId
}

function decodeAttributes(reader: JsonReader): ExtendedAttribute[] {
  const attributes: ExtendedAttribute[] = []
  reader.array(() => {
    let name = ''
    let value = Buffer.alloc(0)
    reader.object((field) => {
      if (field === 'name') name = reader.string()
      else if (field !== 'value') reader.raw()
      else if (!reader.null()) value = decodeBase64(reader.string())
    })
    attributes.push({ name, value })
  })
  return attributes
}

function decodeBase64(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw damaged('A tree holds base64 that is none.')
  return bytes
}

const types: ReadonlySet<string> = new Set<NodeType>([
  'file',
  'dir',
  'symlink',
  'dev',
  'chardev',
  'fifo',
  'socket',
  'irregular',
])

function knownType(type: string, name: string): NodeType {
  if (types.has(type)) return type as NodeType
  throw new RepositoryError(
    'unsupported',
    `A tree holds "${name.slice(0, 80)}" of unknown type "${type.slice(0, 40)}".`,
    {
      hint: 'A newer program may know the type; the other directories can be read.',
      context: { type },
    },
  )
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw damaged('A tree is not UTF-8.')
  try {
    return bytes.toString('utf8')
  } catch (error) {
    throw new RepositoryError('limit-exceeded', `A tree of ${bytes.length} bytes is too large.`, {
      hint: 'The other directories of the snapshot can still be restored.',
      cause: error,
    })
  }
}
