/**
 * The public site: what the public may know, from the case alone.
 *
 *     case + estate ─▶ public view (counts, states) ─▶ pages de/en, feeds, status.json, api/v2 ─▶ folder, one switch
 *
 * Guarantees: no script and nothing from elsewhere; at most 14 kB compressed a page; figures come from events;
 * a service is operational only when every customer of it was released; no customer's name, number, domain or
 * contact stands in a text; a promise that was late when the site was made is called late, and stays called so.
 * An update published again under its id corrects the one before, which keeps its page.
 * Not guaranteed: that anybody looks, or that the site is made again when a promise runs out: write it at least
 * as often as updates are promised. Nicknames and misspelt names pass. Whoever serves the folder should do so far
 * from the attacked systems.
 */
export { formStyle } from './form-style.ts'
export { inquiryForm } from './inquiry-form.ts'
export { momentElement, momentText } from './moments.ts'
export { filled } from './promises.ts'
export { bundleSite, type Publication } from './bundle.ts'
export { Markup, markup } from './markup.ts'
export { contactLink } from './page.ts'
export { type PublicContact, publicContacts } from './public-view.ts'
export { renderSite } from './site.ts'
export { icon, style } from './style.ts'
export { updatePath } from './paths.ts'
export { writeSite } from './write-site.ts'
