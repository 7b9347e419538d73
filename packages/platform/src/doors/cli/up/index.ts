/**
 * What `anlauf up` opens, for whoever opens it too: the command itself, and a drill that lets people watch.
 *
 *     home + clock ─▶ database ─▶ API ─▶ console
 *     workplace ─▶ what the screens show besides the log; ─▶ worker, unless it only shows
 *
 * Guarantees: all ends together, in the opposite order. Not guaranteed: that the console could be built; then the API
 * serves without it, and says why.
 */
export { openServer, type OpenServer, type ServerOptions } from './open-server.ts'
