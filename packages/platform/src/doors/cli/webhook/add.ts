import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

import { buildCommand } from '@stricli/core'

import { insertEndpoint } from '../../../adapters/database/index.ts'
import { isPublicAddress } from '../../../adapters/webhooks/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  type Endpoint,
  type Flavour,
  flavours,
  keyScopeOf,
  readEndpointUrl,
} from '../../../core/webhooks/index.ts'
import { pipedText } from '../access/piped-text.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openWebhooks } from './access.ts'

interface AddFlags {
  readonly case: string
  readonly tenant?: string
  readonly flavour: Flavour
  readonly language: 'de' | 'en'
  readonly loopback: boolean
  readonly json: boolean
}

export const webhookAdd = buildCommand<AddFlags, [], AnlaufContext>({
  docs: {
    brief: 'Let a program hear of a case; its address is read from standard input',
    fullDescription:
      'The address comes over standard input because chat programs put their secret into it: printf %s "$URL" | anlauf webhook add --case ID. It gets what is published from now on. Give the public key to the receiver; docs/subscriptions.md says how a message is verified.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      tenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: "Of this tenant: signed with the tenant's own key, told of the tenant's release too",
        placeholder: 'id',
      },
      flavour: { kind: 'enum', values: flavours, default: 'standard', brief: 'How messages are written' },
      language: { kind: 'enum', values: ['de', 'en'], default: 'de', brief: 'Language for chat programs' },
      loopback: {
        kind: 'boolean',
        default: false,
        brief: 'A program on this machine, without TLS: hears of exercises only',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ case: caseId, tenant, flavour, language, loopback, json }) {
    const url = endpointUrl(await pipedText(this, { longest: longestInput, what: 'address' }), loopback)
    await using desk = await openWebhooks(this, caseId)
    if (tenant !== undefined && !desk.tenants.includes(tenant)) throw noTenant(tenant)
    const at = this.now().toISOString()
    const id = `we_${randomBytes(8).toString('hex')}`
    const endpoint: Endpoint = {
      id,
      caseId,
      tenant,
      ...desk.addresses.seal(id, url),
      flavour,
      language,
      isLoopback: loopback,
      addedAt: at,
      stage: 'active',
      stageAt: at,
      stageWhy: undefined,
    }
    const scope = keyScopeOf(endpoint)
    await desk.keys.signing(scope, this.now())
    await desk.database.transaction(async (session) => {
      await insertEndpoint(session, endpoint)
      await desk.record(session, 'webhook.added', { endpoint: endpoint.id, scope, flavour })
    })
    const [key] = await desk.keys.known(scope)
    const publicKey = key?.publicKey ?? ''
    const isQuiet = loopback !== desk.exercise
    if (json) return printJson(this, { id, url: endpoint.place, scope, publicKey, tellsNothing: isQuiet })
    printLines(this, [
      `${id} hears of the case from now on: ${endpoint.place}`,
      `Public key for the receiver (${scope}): ${publicKey}`,
      ...(isQuiet ? [quietLine(desk.exercise)] : []),
      'Try it:',
      `  anlauf webhook test --case ${caseId} --id ${id}`,
    ])
  },
})

function quietLine(exercise: boolean): string {
  return exercise
    ? 'Warning: the case is an exercise, and an exercise leaves this machine to nobody: nothing will be sent.'
    : 'Warning: the case is no exercise; a program on this machine without TLS is told nothing.'
}

function endpointUrl(text: string, loopback: boolean): string {
  const read = readEndpointUrl(text.trim(), { loopback })
  const problem = 'problem' in read ? read.problem : isPrivate(read.url) && !loopback ? 'private' : undefined
  if ('url' in read && problem === undefined) return read.url
  throw new AnlaufError('input-invalid', sentences[problem ?? 'no-address'], {
    hint: 'Pipe one address like https://hooks.example.org/path into the command, with nothing else.',
  })
}

/** A number is judged now; what a name leads to, before every message. */
function isPrivate(url: string): boolean {
  const host = new URL(url).hostname.replaceAll(/^\[|\]$/g, '')
  return isIP(host) !== 0 && !isPublicAddress(host)
}

const sentences = {
  'no-address': 'What came over standard input is no web address.',
  'no-tls': 'The address does not begin with https://; anybody on the way could read and change messages.',
  password: 'A name or password stands in the address.',
  port: 'HTTPS is spoken on port 443 or 8443; messages go to no other.',
  private: 'The address is a number of an own network; messages go to the public internet only.',
  'not-loopback': 'With --loopback the address has to be on this machine: 127.0.0.1, [::1] or localhost.',
} as const

/** More than the longest address is the wrong input. */
const longestInput = 4096

function noTenant(tenant: string): AnlaufError {
  return new AnlaufError('not-found', `The case has no tenant "${tenant.slice(0, 64)}".`, {
    hint: '"anlauf case show" lists them.',
  })
}
