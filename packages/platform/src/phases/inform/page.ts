import type { Messages } from '../../core/messages/index.ts'
import { html, type Markup } from './markup.ts'
import type { PublicView } from './public-view.ts'
import { style, styleSource } from './style.ts'

/** One page in one language. Paths are relative to the site's root. */
export interface PageParts {
  readonly view: PublicView
  readonly words: Messages
  readonly path: string
  /** The same page in the other language. */
  readonly other: { readonly words: Messages; readonly path: string }
  readonly title: string
  readonly body: Markup
}

/** The frame of every page: banner, language switch, content, footer. No script, nothing from elsewhere. */
export function page({ view, words, path, other, title, body }: PageParts): Markup {
  const up = '../'.repeat(path.split('/').length - 1)
  const home = words.language === 'de' ? `${up}index.html` : `${up}en/index.html`
  const feed = words.language === 'de' ? `${up}feed.xml` : `${up}en/feed.xml`
  const policy = `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="alternate" hreflang="${words.language}" href="${up + path}" />
        <link rel="alternate" hreflang="${other.words.language}" href="${up + other.path}" />
        <link rel="alternate" type="application/atom+xml" href="${feed}" title="${words.updates}" />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">${words.skipToContent}</a>
        ${
          view.exercise
            ? html`<div class="exercise" role="note">
                <div class="wrap"><strong>${words.exercise}</strong>${words.exerciseNote}</div>
              </div>`
            : ''
        }
        <div class="wrap">
          <header class="top">
            <p><a href="${home}">${view.provider}</a></p>
            <nav>
              <a href="${up + other.path}" lang="${other.words.language}" hreflang="${other.words.language}"
                >${other.words.languageName}</a
              >
            </nav>
          </header>
          <main id="content">${body}</main>
          <footer>
            <p>${words.contactNote}</p>
            <p>${words.madeFrom} <a href="${feed}">${words.feed}</a></p>
          </footer>
        </div>
      </body>
    </html> `
}

/** A time for people, with its zone, inside a machine-readable element. */
export function time(view: PublicView, words: Messages, iso: string): { text: string; element: Markup } {
  const text = new Intl.DateTimeFormat(words.language === 'de' ? 'de-DE' : 'en-GB', {
    timeZone: view.timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso))
  return { text, element: html`<time datetime="${iso}">${text}</time>` }
}

function raw(text: string): Markup {
  return html([text] as unknown as TemplateStringsArray)
}
