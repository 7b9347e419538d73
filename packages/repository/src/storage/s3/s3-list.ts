import { RepositoryError } from '../../error.ts'
import { isId } from '../../id.ts'
import { textBody } from '../http/body.ts'
import { maxListed, tooMany } from '../remote/list-limit.ts'
import type { FileList } from '../remote/single-tries.ts'
import type { S3Client } from './s3-client.ts'
import { listPage } from './s3-xml.ts'

/** 1,000 keys of a kilobyte each and their dates. */
const maxPageBytes = 4 * 1024 * 1024
/** Pages without anything new; beyond, the server leads us in circles. */
const maxEmptyPages = 1_000

/**
 * Every id below the prefixes. The function is one try; pages that were read are not asked for again by the
 * next try. Names that are no ids, and keys deeper than a pack may lie, are left out.
 */
export function listIds(
  client: S3Client,
  prefixes: readonly string[],
  kind: string,
): () => Promise<FileList> {
  const files = new Map<string, number | undefined>()
  let at = 0
  let token: string | undefined
  let emptyPages = 0

  async function onePage(prefix: string): Promise<void> {
    const query = { 'list-type': '2', prefix, ...(token !== undefined && { 'continuation-token': token }) }
    const page = await client.call({ method: 'GET', key: '', query }, async (answer) => {
      if (answer.status !== 200) throw await client.refused(answer, 'list', kind)
      return listPage(await textBody(answer, { most: maxPageBytes, place: client.place }))
    })
    if (page === undefined || page.next === '') throw noList(client.place)
    const before = files.size
    for (const { key, size } of page.objects) {
      const name = nameBelow(prefix, key)
      if (name === undefined || files.has(name)) continue
      if (files.size === maxListed) throw tooMany(client.place)
      files.set(name, size)
    }
    emptyPages = files.size > before ? 0 : emptyPages + 1
    if (emptyPages > maxEmptyPages || (page.next !== undefined && page.next === token))
      throw noList(client.place)
    token = page.next
    if (token === undefined) at += 1
  }

  return async () => {
    for (let prefix = prefixes[at]; prefix !== undefined; prefix = prefixes[at]) await onePage(prefix)
    return files
  }
}

/** True when anything lies below the prefix. Accounts that may not list have no old buckets. */
export async function hasKeysBelow(client: S3Client, prefix: string): Promise<boolean> {
  const query = { 'list-type': '2', 'max-keys': '1', prefix }
  return client.call({ method: 'GET', key: '', query }, async (answer) => {
    if (answer.status === 403 || answer.status === 404) return false
    if (answer.status !== 200) throw await client.refused(answer, 'list', prefix)
    const page = listPage(await textBody(answer, { most: maxPageBytes, place: client.place }))
    return page?.objects.some(({ key }) => key.startsWith(prefix)) ?? false
  })
}

/** `<id>` or `xx/<id>` behind the prefix. */
function nameBelow(prefix: string, key: string): string | undefined {
  if (!key.startsWith(prefix)) return undefined
  const [first = '', second, ...more] = key.slice(prefix.length).split('/')
  if (more.length > 0) return undefined
  if (second === undefined) return isId(first) ? first : undefined
  return isId(second) && second.startsWith(first) && first.length === 2 ? second : undefined
}

function noList(place: string): RepositoryError {
  return new RepositoryError('read-failed', `${place} answers with something that is no list of objects.`, {
    hint: 'Check that the address is that of an S3 server, with a bucket behind it.',
    context: { place },
  })
}
