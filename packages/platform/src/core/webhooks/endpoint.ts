/** How a message is written for its receiver: as the standard says, or as a chat program wants it. */
export const flavours = ['standard', 'slack', 'teams', 'matrix'] as const
export type Flavour = (typeof flavours)[number]

/** A program that wants to hear of a case. */
export interface Endpoint {
  readonly id: string
  readonly caseId: string
  /** Whose events it gets besides the public ones, and whose key signs; undefined: the public's. */
  readonly tenant: string | undefined
  /** What is shown of its address; the whole of it may be a secret of its owner. */
  readonly place: string
  /** The whole address, readable with a key that is not in the database; undefined in rows from before that. */
  readonly sealed: Uint8Array | undefined
  readonly flavour: Flavour
  readonly language: 'de' | 'en'
  /** On this machine, in clear: to try things out in an exercise. */
  readonly isLoopback: boolean
  readonly addedAt: string
  readonly stage: 'active' | 'paused' | 'held' | 'disabled'
  readonly stageAt: string
  readonly stageWhy: string | undefined
}

/** The key that signs for an endpoint: one for everybody, one for each tenant, never one for two. */
export function keyScopeOf({ tenant }: Pick<Endpoint, 'tenant'>): string {
  return tenant === undefined ? 'public' : `tenant/${tenant}`
}

/**
 * Whether an endpoint may hear of a case at all. In an exercise only what runs on this machine does, in an incident only
 * what does not. Everything that leaves by webhook asks here.
 */
export function mayLeave({ isLoopback }: Pick<Endpoint, 'isLoopback'>, exercise: boolean): boolean {
  return isLoopback === exercise
}

/** Ports on which people run HTTPS; all others belong to something that does not want our bytes. */
const tlsPorts = ['', '443', '8443']

/**
 * The address of an endpoint as it is kept, or what is wrong with it in a word. What a name leads to is asked anew for
 * every message; here only what can be seen.
 */
export function readEndpointUrl(
  text: string,
  { loopback }: { readonly loopback: boolean },
):
  | { readonly url: string }
  | { readonly problem: 'no-address' | 'no-tls' | 'password' | 'port' | 'not-loopback' } {
  const url = text.length > 2000 ? null : URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return { problem: 'no-address' }
  if (url.username !== '' || url.password !== '') return { problem: 'password' }
  url.hash = ''
  if (loopback) {
    const isHere = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(url.hostname)
    return isHere ? { url: url.href } : { problem: 'not-loopback' }
  }
  if (url.protocol !== 'https:') return { problem: 'no-tls' }
  return tlsPorts.includes(url.port) ? { url: url.href } : { problem: 'port' }
}

/** An address as it is shown: it may hold a secret of its owner, and does in chat programs. */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return pathname === '/' && search === '' ? `${origin}/` : `${origin}/…`
}
