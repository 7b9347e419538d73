/** What a mail to our bounce address says. Only `report` and `unreadable` are about one of our mails. */
export type BounceMail =
  | {
      readonly kind: 'report'
      readonly token: string
      readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
      /** RFC 3463. */
      readonly status: string
    }
  /** Something refused our mail in a form of its own. */
  | { readonly kind: 'unreadable'; readonly token: string }
  /** No bounce of ours: somebody's absence, a receipt, a forgery, a loop. */
  | {
      readonly kind: 'other'
      readonly why: 'no token' | 'automatic reply' | 'written by a person' | 'no mail'
    }

/** Reports stand in the first kilobytes; what follows is our own mail coming back. */
const maxBytes = 256 * 1024
const maxHeaderLines = 500

/**
 * Reads a delivery report (RFC 3464 in RFC 6522) that came to `bounces`. Whoever writes one without the token of a mail
 * that was sent says nothing; the token is in an address that the mail was delivered to, never in its body. Hostile
 * input costs at most one pass over 256 KiB. Pure.
 */
export function readReport(mail: Uint8Array, { bounces }: { readonly bounces: string }): BounceMail {
  const text = Buffer.from(mail.subarray(0, maxBytes)).toString('latin1').replaceAll('\r\n', '\n')
  // "From " is the envelope line of an mbox or of a pipe.
  const { fields, body } = splitMail(text.replace(/^From [^\n]*\n/, ''))
  if (fields.length === 0) return { kind: 'other', why: 'no mail' }
  const token = tokenOf(fields, bounces)
  if (token === undefined) return { kind: 'other', why: 'no token' }
  const type = valueOf(fields, 'content-type') ?? ''
  const automatic = valueOf(fields, 'auto-submitted') ?? 'no'
  const [, reportType = ''] = /;\s*report-type="?([a-z-]{1,40})"?/i.exec(type) ?? []
  if (/^multipart\/report\b/i.test(type) && reportType.toLowerCase() === 'delivery-status') {
    const found = statusIn(body, type)
    return found === undefined ? { kind: 'unreadable', token } : { kind: 'report', token, ...found }
  }
  if (/^auto-replied/i.test(automatic) || /^multipart\/report\b/i.test(type)) {
    return { kind: 'other', why: 'automatic reply' }
  }
  const returnPath = valueOf(fields, 'return-path')
  const isBounce = returnPath === '<>' || /^mailer-daemon@/i.test(addressIn(valueOf(fields, 'from') ?? ''))
  return isBounce ? { kind: 'unreadable', token } : { kind: 'other', why: 'written by a person' }
}

type Fields = readonly (readonly [string, string])[]

function splitMail(text: string): { readonly fields: Fields; readonly body: string } {
  const end = text.indexOf('\n\n')
  const head = end === -1 ? text : text.slice(0, end)
  return { fields: fieldsOf(head), body: end === -1 ? '' : text.slice(end + 2) }
}

/** Header fields with their names in small letters, folded lines joined. */
function fieldsOf(head: string): Fields {
  const fields: [string, string][] = []
  for (const line of head.split('\n', maxHeaderLines)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += ` ${line.trim()}`
    else {
      const colon = line.indexOf(':')
      if (colon > 0) fields.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()])
    }
  }
  return fields
}

function valueOf(fields: Fields, name: string): string | undefined {
  return fields.find(([known]) => known === name)?.[1]
}

/** Written by the server that delivered it to us; `To` only where that server adds none of its own. */
const deliveredBy = ['delivered-to', 'x-original-to', 'envelope-to', 'to'] as const

function tokenOf(fields: Fields, bounces: string): string | undefined {
  const at = bounces.lastIndexOf('@')
  const [before, after] = [`${bounces.slice(0, at)}+`.toLowerCase(), bounces.slice(at).toLowerCase()]
  for (const name of deliveredBy) {
    for (const [known, value] of fields) {
      if (known !== name) continue
      const address = addressIn(value).toLowerCase()
      if (!address.startsWith(before) || !address.endsWith(after)) continue
      const token = address.slice(before.length, address.length - after.length)
      if (/^[0-9a-f]{32}$/.test(token)) return token
    }
  }
  return undefined
}

function addressIn(value: string): string {
  return (/<([^<>]{1,320})>/.exec(value)?.[1] ?? value).trim()
}

const known = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

/** The worst that the report says: a failure counts more than what went well. */
function statusIn(
  body: string,
  type: string,
): { readonly action: (typeof known)[number]; readonly status: string } | undefined {
  const boundary = /;\s*boundary=(?:"([^"\n]{1,70})"|([^\s;]{1,70}))/i.exec(type)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (mark === undefined) return undefined
  for (const part of body.split(`\n--${mark}`, 20).concat(body.split(`--${mark}\n`, 2).slice(1))) {
    const { fields, body: inner } = splitMail(part.replace(/^[ \t]*\n/, ''))
    if (!/^message\/(?:global-)?delivery-status\b/i.test(valueOf(fields, 'content-type') ?? '')) continue
    const groups = inner.split(/\n[ \t]*\n/, 50).map(fieldsOf)
    const statuses = groups.flatMap((group) => {
      const action = known.find((one) => one === valueOf(group, 'action')?.toLowerCase())
      const status = /^([245]\.\d{1,3}\.\d{1,3})\b/.exec(valueOf(group, 'status') ?? '')?.[1]
      return action === undefined || status === undefined ? [] : [{ action, status }]
    })
    return statuses.toSorted((a, b) => known.indexOf(a.action) - known.indexOf(b.action))[0]
  }
  return undefined
}
