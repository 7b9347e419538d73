import type { MiddlewareHandler } from 'hono'

import { sheetSource } from './pages/outside-page.ts'

/**
 * What every answer says to a browser: no script at all, shown in no frame, no copy kept, and no address passed on:
 * links carry tokens. No CORS header is ever sent, so no other site can read an answer.
 */
export function outsideHeaders({ publicUrl }: { readonly publicUrl: URL }): MiddlewareHandler {
  const sent = publicUrl.protocol === 'https:' ? { ...headers, ...onlyTls } : headers
  return async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(sent)) c.header(name, value)
  }
}

const headers = {
  'Content-Security-Policy': `default-src 'none'; style-src ${sheetSource}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
}

const onlyTls = { 'Strict-Transport-Security': 'max-age=63072000' }
