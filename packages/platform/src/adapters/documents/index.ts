/**
 * Documents for people, as PDF.
 *
 *     leaflet (words in sections) ─▶ layout: largest type size that fits ─▶ one page A4
 *
 * Guarantees: exactly one page; same leaflet and time, same bytes; text can be searched and copied. A character
 * that the PDF standard's own fonts lack is shown by its number, `\u{5d0}`, never as a box or as another one.
 * Not guaranteed: that what is too long for a page at the smallest size is shown to its end; "…" says so.
 */
export { renderLeaflet } from './render-leaflet.ts'
