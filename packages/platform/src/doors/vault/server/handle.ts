import type { IncomingMessage, ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'

import { basicCredentials, type Client } from '../access/index.ts'
import { createRepository, repositoryFolder } from '../store/index.ts'
import { type Answer, isRefusal, type Refusal, refuse, RefusedError, storageRefusal } from './answer.ts'
import { drainBody } from './body.ts'
import type { VaultContext } from './context.ts'
import { decideAccess } from './decide.ts'
import { listAnswer, objectAnswer } from './download.ts'
import { removeByClient } from './remove.ts'
import { parseTarget, type Target, tenantOfTarget } from './target.ts'
import type { Tenant } from './tenant.ts'
import { takeUpload } from './upload.ts'
import { witnessAnswer } from './witness.ts'

/** A request on its way through the door; fields appear as they become known. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The client waits with its body until it is told to send it. */
  readonly isExpecting: boolean
  target?: Target
  client?: Client
  tenant?: Tenant
  /** The client's place among those that are being answered, until the last byte is out. */
  place?: Disposable
}

/** Answers one request, whatever it is. Never throws. */
export async function handleRequest(
  context: VaultContext,
  request: IncomingMessage,
  response: ServerResponse,
  { isExpecting = false } = {},
): Promise<void> {
  const exchange: Exchange = { request, response, isExpecting }
  let outcome: Answer | Refusal
  try {
    outcome = await route(context, exchange)
  } catch (error) {
    outcome = error instanceof RefusedError ? error.refusal : failure(context, exchange, error)
  }
  if (isRefusal(outcome)) await noteRefusal(context, exchange, outcome)
  const { verb = 'NONE' } = exchange.target ?? {}
  context.metrics.count('anlauf_vault_requests_total', {
    verb,
    type: typeOf(exchange.target),
    status: String(outcome.status),
  })
  try {
    await send(exchange, outcome)
  } catch {
    // The client went away in the middle of an answer.
    response.destroy()
  } finally {
    exchange.place?.[Symbol.dispose]()
  }
}

async function route(context: VaultContext, exchange: Exchange): Promise<Answer | Refusal> {
  const { request } = exchange
  const target = parseTarget(request.method ?? '', request.url ?? '')
  const client = await recognise(context, request, isRefusal(target) ? undefined : target)
  if (isRefusal(client)) return client
  exchange.client = client
  if (isRefusal(target)) return target
  exchange.target = target
  const tenant = context.tenants.get(tenantOfTarget(target))
  if (tenant !== undefined) exchange.tenant = tenant
  const refusal = decideAccess(client, target, tenant?.clock.now().at ?? context.clock.wallMs())
  if (refusal !== undefined) return refusal
  const place = context.inFlight.enter(client.name, context.limits.maxRequestsPerClient)
  if (place === undefined) return refuse(429, 'busy', 'This client has too many requests under way')
  exchange.place = place
  return answer(context, { ...exchange, target, client })
}

async function answer(
  context: VaultContext,
  exchange: Exchange & { readonly target: Target; readonly client: Client },
): Promise<Answer | Refusal> {
  const { target, client, request, response, isExpecting } = exchange
  if (target.kind === 'repository') return create(context, client, target.repository)
  const { tenant } = exchange
  if (tenant === undefined) return unknownRepository(target)
  if (target.kind === 'witness') return witnessAnswer(context, tenant, target.file, target.from)
  if (target.verb !== 'DELETE') context.tenants.touch(tenant, client)
  if (target.kind === 'list')
    return listAnswer(context, target.repository, target.type, request.headers.accept)
  const { name } = target
  switch (target.verb) {
    case 'GET': {
      const { range } = request.headers
      return objectAnswer(context, { tenant, client, name, isHead: target.isHead, range })
    }
    case 'POST': {
      const welcome = (): void => {
        if (isExpecting) response.writeContinue()
      }
      return takeUpload(context, { tenant, client, name, request, welcome })
    }
    case 'DELETE':
      return removeByClient(context, tenant, client, name)
  }
}

async function create(context: VaultContext, client: Client, repository: string): Promise<Answer> {
  const tenant = await context.tenants.create(repository.split('/', 1)[0] ?? '')
  context.tenants.touch(tenant, client)
  const { name, role } = client
  await tenant.journal.append({ verb: 'CREATE', client: name, role, repository, status: 200 })
  await createRepository(repositoryFolder(context.vault, repository), context.vault)
  return { status: 200 }
}

function unknownRepository(target: Target): Answer | Refusal {
  if (target.kind !== 'list') return refuse(404, 'notFound', 'There is no such repository')
  return { status: 200, headers: { 'content-type': 'application/vnd.x.restic.rest.v1' }, body: '[]' }
}

async function recognise(
  context: VaultContext,
  request: IncomingMessage,
  target: Target | undefined,
): Promise<Client | Refusal> {
  const basic = basicCredentials(request.headers.authorization)
  const certificate = certificateOf(request)
  const address = request.socket.remoteAddress ?? ''
  const found = await context.authenticate({ ...basic, ...(certificate && { certificate }) }, address)
  if (typeof found === 'object') return found.client
  context.metrics.count('anlauf_vault_authentication_failures_total', {})
  if (found === 'busy') return refuse(429, 'busy', 'Too many wrong passwords came from there')
  const tenant = target === undefined ? undefined : context.tenants.get(tenantOfTarget(target))
  const isKnown = basic !== undefined && context.clients.current().has(basic.name)
  if (tenant !== undefined && isKnown) context.refusals.addFailure(tenant, basic.name)
  return refuse(401, 'unauthenticated', 'Name or password are wrong')
}

/** The TLS layer has proved that the client holds the key; which certificate counts, the file of clients says. */
function certificateOf({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const { fingerprint256, valid_to: validTo } = socket.getPeerCertificate()
  if (typeof fingerprint256 !== 'string' || !(Date.parse(validTo) > Date.now())) return undefined
  return fingerprint256.replaceAll(':', '').toLowerCase()
}

function failure(context: VaultContext, exchange: Exchange, error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error)
  context.log('error', 'request failed', { url: safeUrl(exchange.request), reason })
  return storageRefusal(error)
}

/** Refused writes of known clients are lines of the journal; everything refused is in log and metrics. */
async function noteRefusal(
  context: VaultContext,
  exchange: Exchange,
  { status, code, text }: Refusal,
): Promise<void> {
  const { client, target, tenant, request } = exchange
  context.metrics.count('anlauf_vault_refusals_total', { code })
  // Asking for what is not there is how every client begins.
  if (code === 'notFound' && request.method !== 'POST' && request.method !== 'DELETE') return
  const address = request.socket.remoteAddress
  context.log('warn', 'refused', {
    status,
    code,
    text,
    client: client?.name,
    method: request.method,
    url: safeUrl(request),
    address,
  })
  const isWrite = target?.verb === 'POST' || target?.verb === 'DELETE' || target?.verb === 'CREATE'
  if (client === undefined || target === undefined || !isWrite) return
  // An attempt at somebody else's repository belongs to the attacker's own journal, if it has one.
  const journalOf = code === 'tenant' ? ownTenant(context, client) : tenant
  if (journalOf === undefined) return
  const name = target.kind === 'object' ? target.name : undefined
  const line = {
    verb: target.verb,
    client: client.name,
    role: client.role,
    repository: name?.repository ?? (target.kind === 'repository' ? target.repository : ''),
    ...(name === undefined ? {} : { type: name.kind, id: name.id }),
    status,
    code,
  } as const
  context.evidence.add({
    at: new Date(journalOf.clock.now().at).toISOString(),
    actor: `vault client ${client.name}`,
    action: 'access',
    kind: 'vault.refused',
    object: `${line.repository}/${name === undefined ? '' : `${name.kind}/${name.id}`}`,
    data: { verb: line.verb, status, code },
  })
  await context.refusals.add(journalOf, client, code, line)
}

function ownTenant(context: VaultContext, client: Client): Tenant | undefined {
  return client.tenants.map((name) => context.tenants.get(name)).find((tenant) => tenant !== undefined)
}

async function send({ request, response }: Exchange, outcome: Answer | Refusal): Promise<void> {
  const isRefused = isRefusal(outcome)
  response.statusCode = outcome.status
  if (isRefused) {
    response.statusMessage = outcome.text
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    if (outcome.status === 401) response.setHeader('www-authenticate', 'Basic realm="vault"')
    if (outcome.status === 405) response.setHeader('allow', 'GET, HEAD, POST, DELETE')
    if (outcome.status === 429) response.setHeader('retry-after', '30')
    if (!request.complete) response.setHeader('connection', 'close')
  }
  const { headers = {}, body = '' } = isRefused
    ? { body: request.method === 'HEAD' ? '' : `${outcome.code}: ${outcome.text}\n` }
    : outcome
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (typeof body === 'function') {
    if (request.method === 'HEAD') response.end()
    else await body(response)
    return
  }
  response.end(body)
  drainBody(request)
}

function typeOf(target: Target | undefined): string {
  if (target?.kind === 'object') return target.name.kind
  return target?.kind === 'list' ? target.type : (target?.kind ?? 'none')
}

/** What a hostile client puts into a path must not become lines of the log. */
function safeUrl({ url = '' }: IncomingMessage): string {
  return url.slice(0, 200).replace(/[^\x21-\x7e]/g, '?')
}
