import { createPublicKey, type KeyObject } from 'node:crypto'

import { type EvidenceLog, keyFingerprint } from '../../../core/evidence/index.ts'
import { clientFile, createAuthenticator, openClientBook } from '../access/index.ts'
import { openPlanBook, readHold } from '../deletion/index.ts'
import { type Clock, systemClock } from '../journal/index.ts'
import { namesIn } from '../store/index.ts'
import type { VaultContext } from './context.ts'
import type { Alarm } from './alarm.ts'
import { createDoor, followCertificate, listen, portOf, stopDoor, type TlsFiles } from './door.ts'
import { evidenceFeed } from './evidence-feed.ts'
import { createInFlight } from './in-flight.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createMetricsDoor } from './metrics-door.ts'
import { createReadBudgets } from './read-budget.ts'
import { reconcile } from './reconcile.ts'
import { createRefusalLines } from './refusal-lines.ts'
import { snapshotInspector } from './snapshot-inspector.ts'
import { createTenants } from './tenants.ts'
import { createUpkeep, noteClients } from './upkeep.ts'
import { vaultKey } from './vault-key.ts'
import { lockVault } from './vault-lock.ts'

export interface ServeOptions {
  /** Folder of the vault; made when it is not there. */
  readonly vault: string
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  readonly tls?: TlsFiles
  /** Nothing younger can be deleted over the network. */
  readonly retentionDays?: number
  /** Password of repositories whose snapshots the vault may read to refuse those with a wrong time. */
  readonly password?: string
  /** Port of `/metrics`, on the loopback address only. */
  readonly metricsPort?: number
  readonly limits?: Partial<Limits>
  readonly clock?: Clock
  /** The operator's word that the wall clock is right. */
  readonly acceptClock?: boolean
  /** Where a case learns of refusals, alarms, deletions and checkpoints. */
  readonly evidence?: { readonly log: EvidenceLog; readonly caseId: string }
  /** Further reasons against every deletion, such as an open case. */
  readonly hold?: () => Promise<string | undefined>
  readonly writeLog?: (line: string) => void
}

export interface RunningVault extends AsyncDisposable {
  readonly url: string
  readonly metricsUrl: string | undefined
  readonly publicKey: KeyObject
  /** SHA-256 of the public key: names the vault. */
  readonly fingerprint: string
  /** What happens by itself once a minute, now. */
  upkeep(): Promise<void>
  /** Lets running requests end, signs the state of the journals, closes everything. */
  close(): Promise<void>
}

const dayMs = 24 * 60 * 60 * 1000
const upkeepMs = 60_000

/** Opens a vault and serves it. Resolves when it listens. Throws `vault-failed`, `evidence-broken`, `input-invalid`. */
export async function serveVault(options: ServeOptions): Promise<RunningVault> {
  const { vault, host = '127.0.0.1', port = 0 } = options
  const lock = lockVault(vault)
  try {
    const context = compose(options)
    await openTenants(context, options)
    const upkeep = createUpkeep(context)
    const server = createDoor(context, options.tls)
    const metrics = createMetricsDoor(context)
    await listen(server, host, port)
    if (options.metricsPort !== undefined) await listen(metrics, '127.0.0.1', options.metricsPort)
    const timer = setInterval(() => void upkeep.run(), upkeepMs)
    const renewal = followCertificate(server, options.tls, context)
    let closing: Promise<void> | undefined

    async function close(): Promise<void> {
      clearInterval(timer)
      clearInterval(renewal)
      metrics.close()
      await stopDoor(server, context.limits.stopMs)
      await upkeep.run()
      for (const { journal } of context.tenants.all())
        await journal.append({ verb: 'STOP' }).catch(() => undefined)
      await upkeep.checkpoint().catch(() => undefined)
      await context.tenants.close()
      lock[Symbol.dispose]()
      context.log('info', 'stopped')
    }

    const scheme = options.tls === undefined ? 'http' : 'https'
    const url = `${scheme}://${urlHost(host)}:${portOf(server)}`
    context.log('info', 'serving', { url, vault, fingerprint: context.fingerprint })
    const { publicKey, fingerprint } = context
    return {
      url,
      metricsUrl:
        options.metricsPort === undefined ? undefined : `http://127.0.0.1:${portOf(metrics)}/metrics`,
      publicKey,
      fingerprint,
      upkeep: () => upkeep.run(),
      close: () => (closing ??= close()),
      [Symbol.asyncDispose]: () => (closing ??= close()),
    }
  } catch (error) {
    lock[Symbol.dispose]()
    throw error
  }
}

function compose(options: ServeOptions): VaultContext {
  const { vault, clock = systemClock, retentionDays = 30, password } = options
  const limits = { ...defaultLimits, ...options.limits }
  const log = createLog(options.writeLog ?? (() => undefined))
  const metrics = createMetrics()
  const key = vaultKey(vault)
  const publicKey = createPublicKey(key)
  const fingerprint = keyFingerprint(publicKey)
  const evidence = evidenceFeed(options.evidence, log)
  const clients = openClientBook(clientFile(vault), (error) =>
    log('error', 'nobody may come in', { reason: error instanceof Error ? error.message : String(error) }),
  )
  const tenants = createTenants({ vault, fingerprint, clock, acceptClock: options.acceptClock ?? false })
  const monotonicMs = (): number => clock.monotonicMs()

  function alarm({ code, tenant, client, detail = {} }: Alarm): void {
    log('warn', 'alarm', { code, tenant, client, ...detail })
    metrics.count('anlauf_vault_alarms_total', { code })
    const found = tenants.get(tenant)
    if (found === undefined) return
    const at = new Date(found.clock.now().at).toISOString()
    const object = client ?? tenant
    evidence.add({
      at,
      actor: 'vault',
      action: 'verify',
      kind: 'vault.alarm',
      object,
      data: { code, tenant, ...detail },
    })
    found.journal
      .append({ verb: 'ALARM', code, ...(client === undefined ? {} : { client }), detail: { ...detail } })
      .catch((error: unknown) => log('error', 'alarm not written', { code, reason: String(error) }))
  }

  return {
    vault,
    key,
    publicKey,
    fingerprint,
    limits,
    retentionMs: retentionDays * dayMs,
    clock,
    log,
    metrics,
    clients,
    authenticate: createAuthenticator({ clients: () => clients.current(), monotonicMs }),
    plans: openPlanBook(vault, fingerprint),
    tenants,
    inFlight: createInFlight(),
    budgets: createReadBudgets({ limits, alarm }),
    refusals: createRefusalLines({ limits, alarm, log }),
    evidence,
    inspect: password === undefined ? undefined : snapshotInspector(vault, password, monotonicMs),
    hold: async () => readHold(vault)?.reason ?? (await options.hold?.()),
    alarm,
  }
}

/** Every tenant is read and compared with its storage before the first request comes in. */
async function openTenants(context: VaultContext, options: ServeOptions): Promise<void> {
  const { vault, log } = context
  const names = new Set(
    namesIn(`${vault}/journals`)
      .filter((name) => name.endsWith('.ndjson'))
      .map((name) => name.slice(0, -'.ndjson'.length)),
  )
  for (const name of namesIn(`${vault}/repositories`)) names.add(name)
  for (const name of [...names].sort()) {
    const tenant = await context.tenants.create(name)
    const { tornBytes } = tenant
    const { isTrusted } = tenant.clock.now()
    await tenant.journal.append({
      verb: 'START',
      ...(tornBytes > 0 ? { detail: { tornBytes } } : {}),
      ...(options.acceptClock === true ? { code: 'clockAccepted' } : {}),
    })
    await noteClients(context, tenant)
    const result = await reconcile(vault, tenant, context.clients.current())
    const { recovered, discarded, finished, found, missing, changed } = result
    const counts = { found: found.length, missing: missing.length, changed: changed.length }
    log('info', 'tenant', { tenant: name, recovered, discarded, finished, ...counts, tornBytes, isTrusted })
    if (found.length + missing.length + changed.length > 0)
      context.alarm({ code: 'storageChanged', tenant: name, detail: counts })
  }
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
