/**
 * Documents for people, as PDF.
 *
 *     leaflet (words in sections) ─▶ layout: largest type size that fits ─▶ one page A4
 *     printed document (parts, blocks) ─▶ pages that flow, letter head ─▶ PDF/A-2a, tagged (PDF/UA-1)
 *
 * Guarantees: same content and time, same bytes; text can be searched and copied. A leaflet is exactly one page. A
 * printed document is a file for the archive: fonts, colours and reading order are in it. A character that the font
 * lacks is shown by its number, `\u{5d0}`, never as a box or as another one.
 * Not guaranteed: that what is too long for the page of a leaflet at the smallest size is shown to its end; "…" says so.
 * Printed documents know Latin, Greek and Cyrillic; there is no kerning and no hyphenation. A leaflet is no PDF/A.
 */
export { openPress, type Press } from './press.ts'
export { renderDocument } from './paper/render-document.ts'
export { renderLeaflet } from './render-leaflet.ts'
