import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../core/failure.ts'
import type { AnlaufContext } from './context.ts'
import { printJson, printLines } from './terminal/output.ts'
import { readWorkplace } from './up/workplace-file.ts'
import { parseListen, untilStopped } from './vault/serve.ts'

interface UpFlags {
  readonly listen: { readonly host: string; readonly port: number }
  readonly url?: URL
  readonly workplace?: string
  readonly metrics?: { readonly host: string; readonly port: number }
  readonly json: boolean
}

export const up = buildCommand<UpFlags, [], AnlaufContext>({
  docs: {
    brief: 'Start everything: the database, the API, a one-time link for the first passkey',
    fullDescription:
      'Runs until it is stopped with SIGTERM or Ctrl-C. Listens on a loopback address; from elsewhere it is reached through an SSH tunnel, or with --url https://NAME behind a proxy on this machine that adds TLS. Writes one JSON object a line to stderr for whatever it refuses. With anlauf.yaml in the home, or --workplace FILE, it does the work that people ask for over the API, and what the file names: calls of an alarm, mails, the public site, the mailbox of inquiries, deletion of what is over. Without one it only shows.',
  },
  parameters: {
    flags: {
      listen: {
        kind: 'parsed',
        parse: parseListen,
        default: '127.0.0.1:7080',
        brief: 'Loopback address and port',
        placeholder: 'host:port',
      },
      url: {
        kind: 'parsed',
        parse: parseUrl,
        optional: true,
        brief: 'The address that people use, when a proxy adds TLS',
        placeholder: 'https://name',
      },
      workplace: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'What it may work with (default: anlauf.yaml in the home, if there is one)',
        placeholder: 'file',
      },
      metrics: {
        kind: 'parsed',
        parse: parseListen,
        optional: true,
        brief: 'Loopback address and port for /metrics (Prometheus); without it there is none',
        placeholder: 'host:port',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ listen, url, workplace, metrics, json }) {
    refuseOpenAddress(listen.host)
    // Before anything is started: a mistake in the file is said at once.
    const worksWith = readWorkplace(this.home, workplace)
    // Loaded here only: no other command needs it.
    const { openServer } = await import('./up/index.ts')
    await using server = await openServer(this, {
      listen,
      ...(url && { publicUrl: url }),
      ...(worksWith && { workplace: worksWith }),
      ...(metrics && { metrics }),
    })
    const { api, works, outside } = server
    const { url: address, tokenFile } = api
    // The API serves already while it is built.
    const consoleFiles = await server.buildConsole()
    const firstLink = await api.firstLink()
    if (json) {
      const { kind } = consoleFiles
      printJson(this, {
        url: address,
        tokenFile,
        firstLink: firstLink ?? null,
        works,
        console: kind,
        metrics: api.metricsUrl ?? null,
        outside: outside?.url ?? null,
        site: (works ? worksWith?.site?.targets : undefined) ?? null,
      })
    } else {
      printLines(this, [
        `Anlauf is up at ${address}`,
        ...(firstLink === undefined
          ? [`  console: ${address}/`]
          : ['  nobody can sign in yet. Register the first passkey within an hour, once:', `  ${firstLink}`]),
        ...(consoleFiles.kind === 'failed'
          ? ['  The console could not be built; the API serves without it:', consoleFiles.reason]
          : []),
        ...(api.metricsUrl === undefined ? [] : [`  figures: ${api.metricsUrl}`]),
        ...(outside === undefined ? [] : [`  strangers: ${outside.url} (on port ${outside.port} here)`]),
        ...(works && worksWith?.site !== undefined
          ? [`  public site: pushed to the hosts in ${worksWith.site.targets}`]
          : []),
        `  token for programs: ${tokenFile}`,
        `  for instance: printf 'Authorization: Bearer %s' "$(cat ${tokenFile})" | curl -H @- ${address}/api/cases`,
        works
          ? `  works on what people ask for, ${worksWith?.atOnce} at once`
          : `  only shows: no workplace file ${this.home}/anlauf.yaml (docs/api.md)`,
        'Ctrl-C ends it.',
      ])
    }
    await untilStopped(this.signal)
  },
})

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.username === '')
    return url
  throw new AnlaufError('input-invalid', `"${text}" is no address that a browser would trust.`, {
    hint: 'Write it like https://anlauf.example.org, without a path.',
  })
}

function refuseOpenAddress(host: string): void {
  if (/^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)) return
  throw new AnlaufError('input-invalid', `Without TLS tokens would cross the network to ${host} in clear.`, {
    hint: 'Listen on 127.0.0.1 and let a proxy on this machine add TLS (--url), or use an SSH tunnel.',
  })
}
