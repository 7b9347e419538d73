import { buildCommand } from '@stricli/core'

import { openCase } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type ServeOptions, serveVault } from '../../vault/index.ts'
import { caseFlag, openDeclaredCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { readPasswordFile } from '../access/password-file.ts'
import { openStores, type Stores } from '../access/stores.ts'
import { namedVault, type VaultFlags, vaultFlag } from './flags.ts'

interface ServeFlags extends VaultFlags {
  readonly listen: { readonly host: string; readonly port: number }
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly plainHttp: boolean
  readonly retentionDays: number
  readonly passwordFile?: string
  readonly metricsPort?: number
  readonly case?: string
  readonly acceptClock: boolean
  readonly json: boolean
}

export const vaultServe = buildCommand<ServeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Serve an append-only vault to restic, rustic and our own client',
    fullDescription:
      'Runs until it is stopped with SIGTERM or Ctrl-C; running uploads end first. Writes one JSON object a line to stderr, never a password. Without --tls-cert it listens on loopback addresses only. With --password-file it can read the snapshots of repositories that this password opens, and refuses those whose time does not fit their arrival. With --case refusals, alarms, deletions and signed checkpoints become evidence, and nothing is deleted while the case is open.',
  },
  parameters: {
    flags: {
      vault: vaultFlag,
      listen: {
        kind: 'parsed',
        parse: parseListen,
        default: '127.0.0.1:8000',
        brief: 'Address and port',
        placeholder: 'host:port',
      },
      tlsCert: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Certificate chain in PEM',
        placeholder: 'file',
      },
      tlsKey: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Its private key in PEM',
        placeholder: 'file',
      },
      plainHttp: {
        kind: 'boolean',
        default: false,
        brief: 'Allow other addresses without TLS, behind a proxy that adds it',
      },
      retentionDays: {
        kind: 'parsed',
        parse: parseCount,
        default: '30',
        brief: 'Nothing younger can be deleted over the network',
        placeholder: 'days',
      },
      passwordFile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Password of repositories whose snapshots are looked at when they arrive',
        placeholder: 'file',
      },
      metricsPort: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'Port of /metrics on 127.0.0.1',
        placeholder: 'port',
      },
      case: { ...caseFlag, optional: true },
      acceptClock: {
        kind: 'boolean',
        default: false,
        brief: 'The clock of this machine is right, whatever the journal says',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const tls = tlsOf(flags)
    const { host, port } = flags.listen
    refuseOpenPlainHttp(flags, tls !== undefined)
    await using stores = flags.case === undefined ? undefined : await openStores(this)
    const { case: caseId } = flags
    const ofCase = stores !== undefined && caseId !== undefined ? await caseOptions(this, stores, caseId) : {}
    await using vault = await serveVault({
      vault: namedVault(this, flags),
      host,
      port,
      retentionDays: flags.retentionDays,
      acceptClock: flags.acceptClock,
      writeLog: (line) => this.process.stderr.write(line),
      ...ofCase,
      ...(tls && { tls }),
      ...(flags.metricsPort !== undefined && { metricsPort: flags.metricsPort }),
      ...(flags.passwordFile !== undefined && { password: await readPasswordFile(flags.passwordFile) }),
    })
    const { url, metricsUrl, fingerprint } = vault
    if (flags.json) printJson(this, { url, metricsUrl, fingerprint })
    else {
      printLines(this, [
        `The vault is open at ${url}`,
        `  its key: ${fingerprint}`,
        `  clients use restic -r rest:${url.replace('://', '://NAME:PASSWORD@')}/TENANT/`,
        ...(metricsUrl === undefined ? [] : [`  figures for Prometheus: ${metricsUrl}`]),
      ])
    }
    await untilStopped(this.signal)
  },
})

/** Resolves when the program is asked to stop: for a server that is the good end. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Evidence for a case, and a hold as long as it is open. A database that cannot be asked is a hold too. */
async function caseOptions(
  context: AnlaufContext,
  stores: Stores,
  caseId: string,
): Promise<Pick<ServeOptions, 'evidence' | 'hold'>> {
  await openDeclaredCase(context, stores, caseId)
  return {
    evidence: { log: stores.log, caseId },
    async hold() {
      try {
        const { state } = await openCase(stores.log, caseId)
        return state.status === 'closed' ? undefined : `the case ${caseId} is open`
      } catch {
        return `the case ${caseId} cannot be read`
      }
    },
  }
}

function tlsOf({ tlsCert, tlsKey }: ServeFlags): ServeOptions['tls'] {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert !== undefined && tlsKey !== undefined) return { certFile: tlsCert, keyFile: tlsKey }
  throw new AnlaufError('input-invalid', 'TLS needs a certificate and its key.', {
    hint: 'Give --tls-cert FILE and --tls-key FILE, or neither.',
  })
}

function refuseOpenPlainHttp({ listen, plainHttp }: ServeFlags, hasTls: boolean): void {
  const isLoopback = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(listen.host)
  if (hasTls || isLoopback || plainHttp) return
  throw new AnlaufError(
    'input-invalid',
    `Without TLS passwords would cross the network to ${listen.host} in clear.`,
    {
      hint: 'Give --tls-cert and --tls-key. Behind a proxy that adds TLS: --plain-http.',
    },
  )
}

/** `127.0.0.1:8000`, `[::1]:8000`, `:8000` for all addresses. */
export function parseListen(text: string): { host: string; port: number } {
  const found = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]*)):(\d{1,5})$/.exec(text)
  const port = Number(found?.[3] ?? 65_536)
  if (found !== null && port <= 65_535) return { host: found[1] ?? (found[2] || '0.0.0.0'), port }
  throw new AnlaufError('input-invalid', `"${text}" is no address with a port.`, {
    hint: 'Write it like 127.0.0.1:8000 or [::1]:8000.',
  })
}
