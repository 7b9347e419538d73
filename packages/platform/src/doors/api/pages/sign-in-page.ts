import { readFile } from 'node:fs/promises'

import type { OpenAPIHono } from '@hono/zod-openapi'
import { html } from 'hono/html'

import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { signInTexts, type SignInTexts } from './sign-in-texts.ts'

/** The page with which people come in; it works without anything from elsewhere. */
export function signInPage(app: OpenAPIHono<ApiEnv>, { party, consoleFiles }: ApiParts): void {
  app.get('/sign-in', (c) => {
    const { id, origin } = party()
    // Passkeys work under one name; whoever typed 127.0.0.1 is led there. Behind a proxy the name here is the proxy's.
    const isElsewhere = id === 'localhost' && new URL(c.req.url).hostname !== id
    if (isElsewhere) return c.redirect(`${origin}/sign-in${new URL(c.req.url).search}`)
    c.header('Vary', 'Accept-Language')
    return c.html(page(signInTexts(c.req.header('Accept-Language')), consoleFiles().kind !== 'none'))
  })
  app.get('/sign-in.js', (c) => asset(c, 'sign-in.js', 'text/javascript; charset=utf-8'))
  app.get('/sign-in.css', (c) => asset(c, 'sign-in.css', 'text/css; charset=utf-8'))
}

async function asset(
  c: { body(data: string, status: 200, headers: Record<string, string>): Response },
  name: string,
  type: string,
): Promise<Response> {
  return c.body(await readFile(new URL(name, import.meta.url), 'utf8'), 200, { 'Content-Type': type })
}

function page(texts: SignInTexts, hasConsole: boolean) {
  return html`<!doctype html>
    <html lang="${texts.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${texts.title}</title>
        <link rel="stylesheet" href="/sign-in.css" />
        <script type="module" src="/sign-in.js"></script>
      </head>
      <body
        data-waiting="${texts.waiting}"
        data-cancelled="${texts.cancelled}"
        data-unsupported="${texts.unsupported}"
        data-unreachable="${texts.unreachable}"
        data-signed-in="${texts.signedIn}"
        data-signed-out="${texts.signedOut}"
        data-tell-number="${texts.tellNumber}"
        data-recovered="${texts.recovered}"
      >
        <main>
          <h1>${texts.title}</h1>
          <p id="status" role="status"></p>
          <form id="sign-in">
            <p>${texts.lead}</p>
            <button>${texts.signIn}</button>
            <button id="lost" type="button">${texts.lost}</button>
          </form>
          <form id="recover" hidden>
            <p>${texts.recover}</p>
            <label for="person">${texts.person}</label>
            <input id="person" required pattern="[a-z0-9][a-z0-9._\\-]{0,63}" autocomplete="username" />
            <label for="code">${texts.code}</label>
            <input
              id="code"
              required
              minlength="16"
              maxlength="64"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck="false"
              aria-describedby="code-hint"
            />
            <p id="code-hint">${texts.codeHint}</p>
            <button>${texts.giveCode}</button>
          </form>
          <form id="register" hidden>
            <p>${texts.invited}</p>
            <label for="name">${texts.name}</label>
            <input
              id="name"
              name="name"
              pattern="[a-z0-9][a-z0-9._\\-]{0,63}"
              autocomplete="username webauthn"
              aria-describedby="name-hint"
            />
            <p id="name-hint">${texts.nameHint}</p>
            <button>${texts.register}</button>
          </form>
          <form id="sign-out" hidden>
            ${hasConsole ? html`<p><a id="console" href="/">${texts.openConsole}</a></p>` : ''}
            <button>${texts.signOut}</button>
          </form>
        </main>
      </body>
    </html>`
}
