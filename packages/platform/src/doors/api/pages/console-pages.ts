import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { html } from 'hono/html'

import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { preferredLanguage } from '../../http/index.ts'
import { keptFiles } from './kept-files.ts'

/** Addresses at which the console begins; which screen is shown there is its own business. */
const addresses = ['/', '/declare', '/cases', '/cases/*']

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The console: files that hold nothing of any case, so nobody has to sign in for them. */
export function consolePages(app: OpenAPIHono<ApiEnv>, { consoleFiles }: ApiParts): void {
  const read = keptFiles()
  for (const address of addresses) {
    app.get(address, (c) => {
      const files = consoleFiles()
      if (files.kind === 'none') return c.redirect('/sign-in')
      if (files.kind !== 'ready') return notThere(c, files.kind)
      const page = read(files.folder, 'index.html', encodingOf(c))
      if (page === undefined) return notThere(c, 'failed')
      return send(c, page, 'text/html; charset=utf-8', 'no-cache')
    })
  }
  app.get('/assets/:name', (c, next) => {
    const files = consoleFiles()
    const [, ending = ''] = /^[\w-]+\.(js|css|svg)$/.exec(c.req.param('name')) ?? []
    const type = types[ending]
    if (files.kind !== 'ready' || type === undefined) return next()
    const bytes = read(files.folder, `assets/${c.req.param('name')}`, encodingOf(c))
    if (bytes === undefined) return next()
    // The name holds a hash of the content: what a browser has, it need not ask for again.
    return send(c, bytes, type, 'public, max-age=31536000, immutable')
  })
}

/** Compressed once, when it was built; of two forms that a browser knows, the smaller. */
function encodingOf(c: Context): 'br' | 'gzip' | undefined {
  const accepted = c.req.header('Accept-Encoding') ?? ''
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
}

function send(c: Context, bytes: Uint8Array<ArrayBuffer>, type: string, caching: string): Response {
  const encoding = encodingOf(c)
  return c.body(bytes, 200, {
    'Content-Type': type,
    'Cache-Control': caching,
    Vary: 'Accept-Encoding',
    ...(encoding && { 'Content-Encoding': encoding }),
  })
}

/**
 * The API works without the console: who waits here learns what is going on, and how to go on without. What the builder
 * said names places of this machine; nobody has signed in here, so it stands in the server's log only.
 */
function notThere(c: Context, kind: 'building' | 'failed') {
  const language = preferredLanguage(c.req.header('Accept-Language'))
  const words = texts[language]
  c.header('Vary', 'Accept-Language')
  if (kind === 'building') c.header('Refresh', '2')
  return c.html(
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>Anlauf</title>
          <link rel="stylesheet" href="/sign-in.css" />
        </head>
        <body>
          <main>
            <h1>${kind === 'building' ? words.building : words.failed}</h1>
            <p>${kind === 'building' ? words.buildingNote : words.failedNote}</p>
            <p>${words.without} <code>npx anlauf case show --case ID</code></p>
          </main>
        </body>
      </html>`,
    503,
  )
}

const texts = {
  en: {
    building: 'The console is being built',
    buildingNote: 'This happens once after an installation and takes some seconds. The page opens by itself.',
    failed: 'The console could not be built',
    failedNote: 'The API works all the same. The log of the server says why.',
    without: 'The command line shows a case without it:',
  },
  de: {
    building: 'Die Konsole wird gebaut',
    buildingNote:
      'Das geschieht einmal nach einer Installation und dauert einige Sekunden. Die Seite öffnet sich von selbst.',
    failed: 'Die Konsole ließ sich nicht bauen',
    failedNote: 'Die API arbeitet trotzdem. Warum, steht im Protokoll des Servers.',
    without: 'Die Kommandozeile zeigt einen Fall ohne sie:',
  },
}
