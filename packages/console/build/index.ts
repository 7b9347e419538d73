/**
 * How the console comes into being on the machine that serves it; the repository holds no build output.
 *
 *     sources ─▶ digest ─▶ node_modules/.cache/anlauf-console/DIGEST there? ─▶ served
 *                              └─ no ─▶ a child builds it beside, compresses it, renames it into place
 *
 * Guarantees: what is served fits the sources, byte by byte; a build that was killed or failed leaves nothing that
 * could be served; two that build at once both end with the same folder. A failure is a value with its reason.
 * Not guaranteed: that the installation may be written to. Then the failure says so, and the API serves without.
 */
export { type ConsoleBuild, prepareConsole } from './prepare-console.ts'
