import { goJsonString } from '../json/string.ts'
import { encodeName } from '../name.ts'
import type { ExtendedAttribute, Node } from './node.ts'
import { quoteName } from './quoted-name.ts'

/**
 * A tree blob exactly as restic writes it, so that equal directories have equal ids: field order, omitted
 * zeros, Go's escapes and a newline at the end. Nodes must be sorted by `compareNames`, without doubles.
 */
export function encodeTree(nodes: readonly Node[]): Buffer {
  return Buffer.from(`{"nodes":[${nodes.map(encodeNode).join(',')}]}\n`, 'utf8')
}

function encodeNode(node: Node): string {
  let json = `{"name":${goJsonString(quoteName(node.name))},"type":"${node.type}"`
  if (node.mode !== 0) json += `,"mode":${node.mode}`
  json += `,"mtime":${goJsonString(node.mtime)},"atime":${goJsonString(node.atime)},"ctime":${goJsonString(node.ctime)}`
  json += `,"uid":${node.uid},"gid":${node.gid}`
  if (node.user !== undefined && node.user !== '') json += `,"user":${goJsonString(node.user)}`
  if (node.group !== undefined && node.group !== '') json += `,"group":${goJsonString(node.group)}`
  json += integerField('inode', node.inode) + integerField('device_id', node.deviceId)
  json += integerField('size', node.size) + integerField('links', node.links)
  if (node.linkTarget !== undefined && node.linkTarget !== '') json += linkTargetFields(node.linkTarget)
  if (node.extendedAttributes !== undefined && node.extendedAttributes.length > 0) {
    json += `,"extended_attributes":[${node.extendedAttributes.map(encodeAttribute).join(',')}]`
  }
  if (node.genericAttributes !== undefined && node.genericAttributes !== '{}') {
    json += `,"generic_attributes":${node.genericAttributes}`
  }
  json += integerField('device', node.device)
  json += `,"content":${contentOf(node)}`
  if (node.subtree !== undefined) json += `,"subtree":"${node.subtree}"`
  if (node.error !== undefined && node.error !== '') json += `,"error":${goJsonString(node.error)}`
  for (const field of node.unknown ?? []) json += `,${goJsonString(field.name)}:${field.json}`
  return `${json}}`
}

function integerField(name: string, value: bigint | number | undefined): string {
  return value === undefined || value === 0 || value === 0n ? '' : `,"${name}":${value}`
}

/** A target that is not UTF-8 is written twice: readable with U+FFFD, and exact in base64. */
function linkTargetFields(target: string): string {
  const json = `,"linktarget":${goJsonString(target)}`
  return target.isWellFormed() ? json : `${json},"linktarget_raw":"${encodeName(target).toString('base64')}"`
}

function encodeAttribute(attribute: ExtendedAttribute): string {
  return `{"name":${goJsonString(attribute.name)},"value":"${attribute.value.toString('base64')}"}`
}

function contentOf(node: Node): string {
  if (node.content === undefined || node.content === null) return 'null'
  return node.content.length === 0 ? '[]' : `["${node.content.join('","')}"]`
}
