/**
 * What every server of ours with pages or an API does alike, whoever it is for.
 *
 *     socket ─▶ openHttpDoor (limits of headers, times, connections) ─▶ app
 *       └─ frontDoor: a flood is refused before any work
 *     callerAddress ─▶ callerKey ─▶ rateLimit
 *
 * Guarantees: a sender of one byte at a time holds a socket for seconds, not for ever; memory of a limit is bounded;
 * behind a proxy only what the proxy itself wrote counts as an address. Not guaranteed: TLS, which a proxy adds.
 */
export { bodyLimit } from './body-limit.ts'
export { addressOfRequest, callerAddress, callerKey } from './caller-address.ts'
export { credentialOf, type FrontDoor, frontDoor } from './front-door.ts'
export { type HttpDoor, openHttpDoor } from './http-door.ts'
export { preferredLanguage } from './preferred-language.ts'
export { type RateLimit, rateLimit } from './rate-limit.ts'
