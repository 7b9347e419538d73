/**
 * The API: how the console and other programs come in.
 *
 *     request ─▶ own name? ─▶ who? ─▶ may they? ─▶ read the case from its log ─▶ answer, or a problem with a hint
 *     append (by whomever) ─NOTIFY─▶ server-sent events, resumed by number
 *
 *     one-time link ─▶ passkey ─▶ session (hash) ─▶ role ─▶ permission, named after the command
 *
 * Guarantees: an answer about a case names the entry (`seq`) up to which it is true; a stream leaves out and repeats
 * no entry, also when it is resumed; nobody reads anything but `/health`, the sign-in page and the error pages without a valid
 * token or session; a session, challenge or invitation copied from the database opens nothing; a challenge and an
 * invitation serve once; whatever changes something comes from our own page or brings a token; who was let in, refused
 * or blocked is a chain of evidence;
 * an answer to another host name, or a script of another site, is refused; no log line holds a query, header or body.
 * Not guaranteed: TLS. The server listens on loopback addresses, or behind a proxy that adds it. Who can read the
 * home of the account can read its token, and could use the command line as well.
 */
export { openApiText } from './openapi-document.ts'
export { type RunningApi, serveApi, type ServeOptions } from './serve-api.ts'
