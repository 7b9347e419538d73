import { createHash } from 'node:crypto'

import type { OutsideWords } from '../../../core/messages/index.ts'
import { contactLink, formStyle, icon, Markup, markup, style } from '../../../phases/inform/index.ts'
import type { OutsideFace } from '../face.ts'

const sheet = style + formStyle

/** Value for `style-src`: only exactly this stylesheet may apply. */
export const sheetSource = `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`

/** The frame of every page for strangers; it looks like the public site. No script, nothing from elsewhere. */
export function outsidePage({ face, words, title, body, path }: FrameParts): Markup {
  const { provider, siteUrl, exercise } = face
  const other = words.language === 'de' ? 'en' : 'de'
  const mark = exercise ? `${words.exercise}: ` : ''
  const home = siteUrl === undefined ? `/?lang=${words.language}` : siteIn(siteUrl, words.language)
  const otherName = other === 'de' ? 'Deutsch' : 'English'
  return markup`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<title>${mark}${title} – ${provider}</title>
<link rel="icon" href="${icon}">
<style>${new Markup(sheet)}</style>
</head>
<body>
<a class="skip" href="#content">${words.skipToContent}</a>
${
  exercise
    ? markup`<div class="exercise" role="region" aria-label="${words.exercise}"><p class="wrap"><strong>${words.exercise}</strong> ${words.exerciseNote}</p></div>\n`
    : ''
}<div class="wrap">
<header>
<p class="from"><a href="${home}">${provider}</a>${
    path === undefined
      ? ''
      : markup` <a class="switch" href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${otherName}</a>`
  }</p>
${siteUrl === undefined ? '' : markup`<nav><a href="${home}">${words.siteLink}</a></nav>\n`}</header>
<main id="content">
${body}
</main>
<footer>
${help(face, words)}<p>${words.footer}</p>
</footer>
</div>
</body>
</html>
`
}

interface FrameParts {
  readonly face: OutsideFace
  readonly words: OutsideWords
  readonly title: string
  readonly body: Markup
  /** Address of this page, for the other language; absent where it cannot be asked for again. */
  readonly path?: string
}

/** The start page of the site in a language. */
export function siteIn(siteUrl: URL, language: 'de' | 'en'): string {
  const base = siteUrl.href.endsWith('/') ? siteUrl.href : `${siteUrl.href}/`
  return language === 'de' ? base : `${base}en/index.html`
}

/** At the same place on every page, as on the site. */
function help({ contacts }: OutsideFace, words: OutsideWords): Markup | string {
  if (contacts.length === 0) return ''
  return markup`<h2 id="help">${words.contact}</h2>
<ul class="plain">
${contacts.map((contact) => markup`<li>${contactLink(contact, words.contactKinds)}</li>\n`)}</ul>
`
}
