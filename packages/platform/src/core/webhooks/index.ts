/**
 * Webhooks after Standard Webhooks: programs hear of a case, and can prove from whom.
 *
 *     event ─▶ body (versioned, < 20 kB) ─▶ headers: id, time, Ed25519 signatures ─▶ attempt ─▶ delivered
 *                                                         again after 5 s … 24 h ◀──┘   └─▶ 410: disabled
 *                                                         ten failures in a row ─▶ held until a person releases it
 *
 * Guarantees: pure; the id of a message stays over all attempts, so that a receiver takes it once; no shared secret:
 * a receiver knows a public key only, and no two tenants share one; in an exercise nothing leaves this machine.
 * Messages to one endpoint go in order, each only once those before it are delivered or given up. An address is sealed
 * with a key outside of the database.
 * Not guaranteed: that a receiver which took a message and died before its answer does not get it twice (same id).
 */
export { afterAttempt, type AfterAttempt, type Attempt, isToBeHeld, pauses } from './after-attempt.ts'
export { bodyFor } from './chat.ts'
export {
  type Endpoint,
  type Flavour,
  flavours,
  keyScopeOf,
  mayLeave,
  readEndpointUrl,
  shownUrl,
} from './endpoint.ts'
export { type UpdateData, type WebhookEvent, type WebhookType, webhookTypes } from './event.ts'
export { openAddress, sealAddress } from './sealed-address.ts'
export { publicKeyText, signedHeaders, signingKey } from './signature.ts'
