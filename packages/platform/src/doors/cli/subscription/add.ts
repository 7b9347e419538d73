import { createHash } from 'node:crypto'

import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { type Language, type WantedKinds, wantedKinds } from '../../../core/subscriptions/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { pipedText } from '../access/piped-text.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openSubscriptions, parseMailAddress, servicesNamed, subscriptionJson } from './access.ts'

interface AddFlags {
  readonly case: string
  readonly estate: string
  readonly consent: string
  readonly language: Language
  readonly kinds: WantedKinds
  readonly services?: string
  readonly json: boolean
}

export const subscriptionAdd = buildCommand<AddFlags, string[], AnlaufContext>({
  docs: {
    brief: 'Subscribe somebody who consented elsewhere; the address is read from standard input',
    fullDescription:
      'printf %s "$ADDRESS" | anlauf subscription add …: a command line is seen by everybody on the machine. The address gets no opt-in mail, so the consent is yours to prove. The log keeps its hash, never the address. Who once ended the subscription is not brought back by this: they subscribe themselves.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      estate: estateFlag,
      consent: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'How and when the person consented, for instance "by phone 2026-03-11, ticket 4711"',
        placeholder: 'text',
      },
      language: { kind: 'enum', values: ['de', 'en'], default: 'de', brief: 'Language of the mails' },
      kinds: { kind: 'enum', values: wantedKinds, default: 'all', brief: 'What of it' },
      services: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only about these services, separated by commas',
        placeholder: 'ids',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'array',
      // Taken only to be refused with a word about why.
      parameter: { brief: 'None: the address is piped in', parse: String, placeholder: 'none' },
    },
  },
  async func(flags, ...args) {
    if (args.length > 0) throw seenByAll()
    const address = parseMailAddress((await pipedText(this, { longest: 1024, what: 'address' })).trim())
    const services = servicesNamed(flags.services, readEstateFile(flags.estate))
    const { language, kinds, consent } = flags
    await using desk = await openSubscriptions(this, flags.case)
    const scope = { language, kinds, services }
    const outcome = await desk.database.transaction(async (session) => {
      const command = { command: 'add', address, scope, source: 'operator', consent } as const
      const done = await desk.subscriptions.byAddress(flags.case, command, this.now(), session)
      if ('subscription' in done && done.subscription.consent === consent) {
        const sha256 = createHash('sha256').update(consent).digest('hex')
        const { id } = done.subscription
        await desk.record(session, 'subscription.added', { subscription: id, consent: sha256 })
      }
      return done
    })
    if ('refused' in outcome) throw saidNo()
    const { subscription } = outcome
    if (flags.json) return printJson(this, subscriptionJson(subscription))
    printLines(this, [
      subscription.consent === consent
        ? `Subscribed, as ${subscription.id}.`
        : `Subscribed already, as ${subscription.id}; what was chosen then stays.`,
    ])
  },
})

function seenByAll(): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    'A mail address on the command line is seen by everybody on the machine.',
    {
      hint: 'Pipe it in: printf %s "$ADDRESS" | anlauf subscription add …. Nothing was stored; clear it from the history of the shell.',
    },
  )
}

function saidNo(): AnlaufError {
  return new AnlaufError('not-permitted', 'The owner of this address ended the subscription.', {
    hint: 'Only they can subscribe again, with the form. Nothing was changed.',
  })
}
