import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** `__Host-` binds it to this very host; browsers take `Secure` cookies from http://localhost as well. */
const name = '__Host-anlauf'
const options = { httpOnly: true, secure: true, sameSite: 'Strict', path: '/' } as const

export function giveCookie(c: Context, token: string): void {
  setCookie(c, name, token, options)
}

export function takeCookie(c: Context): void {
  deleteCookie(c, name, options)
}

/** The session's token, if there is one that can be one. */
export function cookieOf(c: Context): string | undefined {
  const token = getCookie(c, name)
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined
}
