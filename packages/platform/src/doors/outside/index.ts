/**
 * The door for strangers: forms and links of mails, on a small server apart from the API.
 *
 *     browser, mail program ─▶ proxy with TLS ─▶ own name? ─▶ limits ─▶ a kind of page (all-routes.ts) ─▶ page
 *                                                                    └─▶ table, evidence
 *
 * Guarantees: no session, no cookie, no script, nothing of the console; of a case only what the public may know. GET
 * changes nothing. Bodies, times and requests for each address are bounded, and so is the memory that counts them. No
 * log line holds a query, a body, a token or an address; addresses leave no referrer. Every page exists in German and
 * English and works without JavaScript.
 * Not guaranteed: TLS, which a proxy on the same machine adds; that a proxy writes `X-Forwarded-For`: without it all
 * strangers share one limit. Whoever has many addresses meets many limits.
 */
export { allRoutes } from './all-routes.ts'
export type { OutsideFace } from './face.ts'
export type { OutsideParts, OutsideRoutes, SendMails } from './outside-parts.ts'
export { type OutsideOptions, type RunningOutside, serveOutside } from './serve-outside.ts'
