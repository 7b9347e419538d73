import type { Field, Shape } from '../estate/index.ts'

/** Where strangers come in, as the workplace file says it. */
export interface OutsidePlace {
  /** Loopback address and port. */
  readonly listen: string
  /** The address that people use; a proxy there adds TLS. */
  readonly url?: string
  /** The public site. */
  readonly site?: string
  /** The case that is worked on; its id marks what comes in. */
  readonly case?: string
}

const text: Shape = { kind: 'text' }

/** The field `outside` of a workplace file. */
export const outsideField: Field = {
  shape: {
    kind: 'object',
    fields: {
      listen: { shape: text, default: '127.0.0.1:7081' },
      url: { shape: text, default: null },
      site: { shape: text, default: null },
      case: { shape: { kind: 'id' }, default: null },
    },
  },
  default: null,
}

/** What does not fit, as path, message and hint. */
export function* outsideMisfits(outside: OutsidePlace): Generator<[string, string, string]> {
  if (!/^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d{1,5}$/.test(outside.listen)) {
    yield [
      'outside.listen',
      'this is no loopback address with a port',
      'Write it like 127.0.0.1:7081; a proxy on this machine adds TLS and the public address.',
    ]
  }
  const url = outside.url === undefined ? undefined : URL.parse(outside.url)
  if (url === null || (url !== undefined && !(url.protocol === 'https:' && isBare(url)))) {
    yield [
      'outside.url',
      'no browser would trust this address',
      'Write it like https://contact.example.org, without a path.',
    ]
  }
  const site = outside.site === undefined ? undefined : URL.parse(outside.site)
  if (site === null || (site !== undefined && !/^https?:$/.test(site.protocol))) {
    yield ['outside.site', 'this is no address of a site', 'Write it like https://status.example.org/.']
  }
}

function isBare(url: URL): boolean {
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
}
