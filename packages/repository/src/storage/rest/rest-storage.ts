import { shortBody } from '../http/body.ts'
import { contentOf, emptyRange, rangeHeader } from '../http/byte-range.ts'
import { contentSize } from '../http/content-size.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from '../http/http-client.ts'
import { type Asked, refusal } from '../http/refusal.ts'
import type { TlsFiles } from '../http/tls.ts'
import { forManyWaiters } from '../remote/many-waiters.ts'
import { missingObject, outOfRange } from '../remote/object-failure.ts'
import {
  defaultConnections,
  defaultSilenceMs,
  type RemoteOptions,
  remoteStorage,
} from '../remote/remote-storage.ts'
import { configList, type SingleTries } from '../remote/single-tries.ts'
import type { Secret } from '../secret.ts'
import type { FileKind, Storage } from '../storage.ts'
import { readFileList } from './rest-list.ts'

/** A repository on a REST server. */
export interface RestPlace {
  /** `http:` or `https:`, without user and password; its path is that of the repository. */
  readonly url: string
  readonly user?: string | undefined
  readonly password?: Secret | undefined
  /** A unix socket to connect to instead of the host. */
  readonly socketPath?: string | undefined
}

export interface RestOptions extends RemoteOptions {
  readonly tls?: TlsFiles | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
}

/** Asks for names with sizes; older servers answer with names only. */
const listVersion2 = 'application/vnd.x.restic.rest.v2'

/**
 * A repository behind restic's REST protocol, versions 1 and 2: rest-server, rclone, our vault. Kept
 * connections, five at once. Errors in addition to those of `Storage`: `unreachable`, `untrusted`,
 * `access-denied`, `unsupported`, `aborted`.
 */
export function restStorage(where: RestPlace, options: RestOptions = {}): Storage & AsyncDisposable {
  const base = new URL(where.url)
  const place = where.socketPath ?? base.host
  const contact = { reached: false }
  const signal = forManyWaiters(options.signal)
  const client = createHttpClient({
    origin: base,
    place,
    contact,
    connections: options.connections ?? defaultConnections,
    silenceMs: options.silenceMs ?? defaultSilenceMs,
    socketPath: where.socketPath,
    tls: options.tls,
    env: options.env,
    signal,
  })
  const tries = restTries({
    client,
    place,
    root: base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`,
    authorization: authorization(where),
  })
  return {
    ...remoteStorage(tries, { ...options, signal, place, contact }),
    [Symbol.asyncDispose]: () => Promise.resolve(client.close()),
  }
}

function authorization({ user, password }: RestPlace): Record<string, string> {
  if (user === undefined && password === undefined) return {}
  const pair = `${user ?? ''}:${password?.reveal() ?? ''}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function restTries(server: {
  client: HttpClient
  place: string
  root: string
  authorization: Record<string, string>
}): SingleTries {
  const { client, place, root, authorization } = server
  const pathOf = (kind: FileKind, id: string): string =>
    kind === 'config' ? `${root}config` : `${root}${kind}/${id}`

  async function refused(answer: HttpAnswer, verb: Asked['verb'], object: string) {
    return refusal(answer, { verb, object, place }, await shortBody(answer))
  }

  /** Success, or the status and what the refusal means: 403 also says that the name is taken. */
  async function post(
    kind: FileKind,
    id: string,
    body: readonly Uint8Array[],
  ): Promise<{ status: number; refusal?: Error }> {
    const headers = { ...authorization, 'content-type': 'application/octet-stream' }
    return client.call({ method: 'POST', path: pathOf(kind, id), headers, body }, async (answer) => {
      const { status } = answer
      return isGood(answer)
        ? { status }
        : { status, refusal: await refused(answer, 'write', `${kind}/${id}`) }
    })
  }

  /** Only what founds a repository or lets somebody in may create its folders. */
  async function create(): Promise<void> {
    await client.call(
      { method: 'POST', path: `${root}?create=true`, headers: authorization },
      async (answer) => {
        if (!isGood(answer)) throw await refused(answer, 'write', 'the folders of the repository')
      },
    )
  }

  const tries: SingleTries = {
    list: (kind) => async () => {
      if (kind === 'config') return configList(await tries.stat(kind, 'config'))
      const headers = { ...authorization, accept: listVersion2 }
      return client.call({ method: 'GET', path: `${root}${kind}/`, headers }, async (answer) => {
        if (answer.status === 404) return new Map()
        if (answer.status === 200) return readFileList(answer, place)
        throw await refused(answer, 'list', kind)
      })
    },

    async read(kind, id, range) {
      if (range?.length === 0) return emptyRange(await tries.stat(kind, id), kind, id, range.offset)
      const headers = { ...authorization, ...rangeHeader(range) }
      return client.call({ method: 'GET', path: pathOf(kind, id), headers }, async (answer) => {
        if (answer.status === 404) throw missingObject(kind, id)
        if (answer.status === 416 && range !== undefined)
          throw outOfRange(kind, id, range.offset, range.length)
        if (answer.status === 206 || answer.status === 200)
          return contentOf(answer, { kind, id, range, place })
        throw await refused(answer, 'read', `${kind}/${id}`)
      })
    },

    async write(kind, id, pieces) {
      let answer = await post(kind, id, pieces)
      if (answer.status === 404 && (kind === 'keys' || kind === 'config')) {
        await create()
        answer = await post(kind, id, pieces)
      }
      if (answer.refusal === undefined) return 'written'
      if (answer.status === 403 && (await tries.stat(kind, id)) !== undefined) return 'exists'
      throw answer.refusal
    },

    async remove(kind, id) {
      const call = { method: 'DELETE', path: pathOf(kind, id), headers: authorization } as const
      await client.call({ ...call, isCleanup: kind === 'locks' }, async (answer) => {
        if (isGood(answer) || answer.status === 404) return
        throw await refused(answer, 'remove', `${kind}/${id}`)
      })
    },

    async stat(kind, id) {
      const call = { method: 'HEAD', path: pathOf(kind, id), headers: authorization } as const
      return client.call(call, async (answer) => {
        if (answer.status === 404) return undefined
        if (answer.status !== 200) throw await refused(answer, 'read', `${kind}/${id}`)
        return contentSize(answer, `${kind}/${id}`, place)
      })
    },
  }
  return tries
}

function isGood({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300
}
