/** Everything that can happen, each with its JSON schema below docs/webhooks/. */
export const webhookTypes = [
  'update.published',
  'update.corrected',
  'incident.resolved',
  'tenant.released',
  'webhook.test',
] as const
export type WebhookType = (typeof webhookTypes)[number]

interface Words {
  readonly de: string
  readonly en: string
}

/** What every event says of its case. `version` grows when a field changes its meaning; fields may be added. */
interface Common {
  readonly version: 1
  readonly case: string
  readonly exercise: boolean
}

/** What the public was told, as receivers get it. */
export interface UpdateData extends Common {
  readonly number: number
  readonly kind: string
  readonly text: Words
  /** The text did not fit; all of it is on the page. */
  readonly textIsCut?: true
  readonly asOf: string
  readonly nextBy: string
  /** Number of the update that it corrects, and why. */
  readonly corrects?: { readonly number: number; readonly why: Words }
  /** State of every service then. */
  readonly services: Readonly<Record<string, string>>
  /** SHA-256 that two people signed. */
  readonly contentHash: string
  readonly url?: string
}

export interface ReleaseData extends Common {
  readonly tenant: string
  readonly contentHash: string
}

export type WebhookEvent =
  | {
      readonly type: 'update.published' | 'update.corrected' | 'incident.resolved'
      readonly timestamp: string
      readonly data: UpdateData
    }
  | { readonly type: 'tenant.released'; readonly timestamp: string; readonly data: ReleaseData }
  | { readonly type: 'webhook.test'; readonly timestamp: string; readonly data: Common }

/** Standard Webhooks: receivers may refuse more than 20 kB. */
const maxBytes = 20_000

/** The body of a message; texts that do not fit are cut, and it says so. */
export function eventBody(event: WebhookEvent): string {
  const whole = JSON.stringify(event)
  if (Buffer.byteLength(whole) < maxBytes || !('text' in event.data)) return whole
  for (let length = 4000; length > 0; length = Math.floor(length / 2)) {
    const body = JSON.stringify({ ...event, data: cut(event.data, length) })
    if (Buffer.byteLength(body) < maxBytes) return body
  }
  const { corrects: _corrects, ...rest } = event.data
  return JSON.stringify({ ...event, data: { ...cut(rest, 0), services: {} } })
}

function cut(data: UpdateData, length: number): UpdateData {
  const { text, corrects } = data
  return {
    ...data,
    text: { de: shortened(text.de, length), en: shortened(text.en, length) },
    textIsCut: true,
    ...(corrects && {
      corrects: {
        number: corrects.number,
        why: { de: shortened(corrects.why.de, length), en: shortened(corrects.why.en, length) },
      },
    }),
  }
}

/** Never in the middle of a character. */
function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')} …`
}
