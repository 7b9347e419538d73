/**
 * The public site: what the public may know, from the case alone.
 *
 *     case + estate ─▶ public view (counts, states) ─▶ pages de/en, feeds, status.json ─▶ folder, one switch
 *
 * Guarantees: no script and nothing from elsewhere; at most 14 kB compressed a page; figures come from events;
 * a service is operational only when every customer of it was released; no customer is named; a promised
 * update that is late is called late.
 * Not guaranteed: that anybody looks. Whoever serves the folder should do so far from the attacked systems.
 */
export { type PublicService, type PublicView, publicView } from './public-view.ts'
export { renderSite } from './site.ts'
export { writeSite } from './write-site.ts'
