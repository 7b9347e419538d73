import { type EstateProblem, readDocument, type Shape } from '../estate/index.ts'
import { mailAddress } from './mail-address.ts'
import { clearHint, isHere, mayTravel, relayTls, type RelayTls } from './relay-tls.ts'

/** A mail server as the file names it; its password stays in a file of its own. */
export interface RelayPlace {
  readonly host: string
  readonly port: number
  readonly tls: RelayTls
  readonly user?: string
  readonly passwordFile?: string
}

/** How mail leaves the house, as the mail file says it. */
export interface MailPlace {
  readonly relay: RelayPlace
  readonly from: { readonly name: string; readonly address: string }
  readonly bounces: string
  /** RSA, which every receiver knows; `second` is an Ed25519 key beside it. */
  readonly dkim?: {
    readonly domain: string
    readonly selector: string
    readonly keyFile: string
    readonly second?: { readonly selector: string; readonly keyFile: string }
  }
  /** Where the server for strangers is reached: links that confirm a notice begin with it. */
  readonly links?: string
  /** Postfix's log, to ask what became of a mail when we died in the middle of it. */
  readonly relayLog?: string
  /** Maildir into which bounces come. */
  readonly bounceFolder?: string
  readonly exercise?: { readonly relay: RelayPlace; readonly mailbox: string }
  readonly perSecond?: number
  readonly connections?: number
}

const text: Shape = { kind: 'text' }
const relay: Shape = {
  kind: 'object',
  fields: {
    host: { shape: text },
    port: { shape: { kind: 'number' } },
    tls: { shape: { kind: 'choice', of: [...relayTls] } },
    user: { shape: text, default: null },
    passwordFile: { shape: text, default: null },
  },
}
const shape: Shape = {
  kind: 'object',
  fields: {
    apiVersion: { shape: { kind: 'choice', of: ['mail/v1'] } },
    relay: { shape: relay },
    from: { shape: { kind: 'object', fields: { name: { shape: text }, address: { shape: text } } } },
    bounces: { shape: text },
    dkim: {
      shape: {
        kind: 'object',
        fields: {
          domain: { shape: text },
          selector: { shape: text },
          keyFile: { shape: text },
          second: {
            shape: { kind: 'object', fields: { selector: { shape: text }, keyFile: { shape: text } } },
            default: null,
          },
        },
      },
      default: null,
    },
    links: { shape: text, default: null },
    relayLog: { shape: text, default: null },
    bounceFolder: { shape: text, default: null },
    exercise: {
      shape: { kind: 'object', fields: { relay: { shape: relay }, mailbox: { shape: text } } },
      default: null,
    },
    perSecond: { shape: { kind: 'number' }, default: null },
    connections: { shape: { kind: 'number' }, default: null },
  },
}

/** Reads `mail.yaml`, or gives every problem with line, column and remedy. */
export function parseMailFile(
  source: string,
  file: string,
): { readonly place: MailPlace } | { readonly problems: readonly EstateProblem[] } {
  const { raw, reading } = readDocument(source, file, shape, 'a mail file')
  if (reading.problems.length > 0) return { problems: reading.problems }
  const { apiVersion: _version, ...place } = raw as MailPlace & { readonly apiVersion: string }
  const wrong = [...misfits(place)].map(([path, message, hint]): EstateProblem => {
    const at = reading.places.get(path) ?? { line: 1, column: 1 }
    return { file, ...at, path, message, hint, severity: 'error' }
  })
  return wrong.length > 0 ? { problems: wrong } : { place }
}

function* misfits(place: MailPlace): Generator<[string, string, string]> {
  const { relay: real, exercise, from, bounces, links, perSecond, connections } = place
  yield* relayMisfits('relay', real)
  if (exercise !== undefined) {
    yield* relayMisfits('exercise.relay', exercise.relay)
    yield* addressMisfits('exercise.mailbox', exercise.mailbox)
  }
  yield* addressMisfits('from.address', from.address)
  yield* addressMisfits('bounces', bounces)
  if (/[\p{Cc}"<>]/u.test(from.name) || from.name.length > 80) {
    yield ['from.name', 'this is no name for a sender', 'At most 80 characters on one line, without quotes.']
  }
  if (place.dkim !== undefined) yield* dkimMisfits(place.dkim)
  if (bounces.includes('+')) {
    yield ['bounces', 'the address has a "+" already', 'Name the plain address; each mail adds its own "+…".']
  }
  if (links !== undefined && URL.parse(links)?.protocol !== 'https:' && !isHere(URL.parse(links)?.hostname)) {
    yield [
      'links',
      'this is no https address',
      'Write it like https://contact.example, the server for strangers.',
    ]
  }
  if (perSecond !== undefined && !(perSecond > 0 && perSecond <= 10_000)) {
    yield ['perSecond', 'this is no number of mails', 'Give 1 to 10000, or leave it out.']
  }
  if (
    connections !== undefined &&
    !(Number.isInteger(connections) && connections >= 1 && connections <= 50)
  ) {
    yield ['connections', 'this is no number of connections', 'Give a whole number from 1 to 50.']
  }
}

function* relayMisfits(
  path: string,
  { host, port, tls, user, passwordFile }: RelayPlace,
): Generator<[string, string, string]> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    yield [`${path}.port`, 'this is no port', 'Usual are 25, 465 (implicit) and 587 (starttls).']
  }
  if (!mayTravel(tls, host)) yield [`${path}.tls`, 'mails would cross the network in clear', clearHint]
  if ((user === undefined) !== (passwordFile === undefined)) {
    yield [`${path}.user`, 'user and passwordFile belong together', 'Give both or none.']
  }
}

/** Domain and selectors stand in a header line and in DNS. */
function* dkimMisfits({ domain, selector, second }: NonNullable<MailPlace['dkim']>) {
  const isName = (name: string): boolean => /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/i.test(name)
  const misfit = (path: string): [string, string, string] => [
    path,
    'this is no name for DNS',
    'The key is looked up as SELECTOR._domainkey.DOMAIN, like a2026 and news.example.',
  ]
  if (!isName(domain)) yield misfit('dkim.domain')
  if (!isName(selector)) yield misfit('dkim.selector')
  if (second === undefined) return
  if (!isName(second.selector)) yield misfit('dkim.second.selector')
  if (second.selector === selector) {
    const where = 'One selector has one key in DNS.'
    yield ['dkim.second.selector', 'both keys have the same selector', where] as [string, string, string]
  }
}

function* addressMisfits(path: string, address: string): Generator<[string, string, string]> {
  try {
    mailAddress(address)
  } catch {
    yield [path, 'this is no mail address', 'One plain address, like notice@news.example.']
  }
}
