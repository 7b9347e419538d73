import { z } from '@hono/zod-openapi'

/** What the browser hands on from the authenticator; its parts are checked where they are verified. */
export const Credential = z
  .object({
    id: z.string().min(1).max(2048),
    rawId: z.string().max(2048),
    type: z.literal('public-key'),
    response: z.looseObject({ clientDataJSON: z.string().max(8192) }),
    clientExtensionResults: z.looseObject({}),
  })
  .loose()
  .openapi('Credential', { description: '`PublicKeyCredential.toJSON()` (WebAuthn, level 3)' })

export const CredentialOptions = z
  .looseObject({ challenge: z.string() })
  .openapi('CredentialOptions', { description: 'For `PublicKeyCredential.parse…OptionsFromJSON()`' })
