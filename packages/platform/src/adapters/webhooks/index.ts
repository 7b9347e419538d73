/**
 * Posting to programs of strangers, without becoming their tool against ourselves.
 *
 *     name ─resolve once─▶ all addresses public? ─▶ connection to exactly that address, TLS for the name ─▶ status
 *
 * Guarantees: no private, link-local, metadata, mapped or tunnelled address is ever connected to, whatever a name
 * resolves to a moment later; no redirect is followed; 20 seconds for all; of the answer only the head is read; a failure is
 * said in a word that names no address. Not guaranteed: that the receiver did what it said with 2xx.
 */
export { postOnce, type PostOptions } from './post-once.ts'
export { isPublicAddress } from './public-address.ts'
